package dev.pillion.xds.translate;

import dev.pillion.mesh.listener.Protocol;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;

/// A port at which virtual services are called, with what is done there. Envoy tells them apart by
/// the port only: HTTP wins over bytes, and the bytes of a port belong to one virtual service.
///
/// @param shadowed the virtual services that cannot be called there for that reason
record EgressPort(
    int port, Protocol protocol, List<CalledService> services, List<String> shadowed) {
  EgressPort {
    services = List.copyOf(services);
    shadowed = List.copyOf(shadowed);
  }

  boolean http() {
    return protocol != Protocol.TCP;
  }

  /// Sorted by port; the services of a port stay in their order.
  static List<EgressPort> of(List<CalledService> services) {
    var byPort = new TreeMap<Integer, List<CalledService>>();
    for (CalledService service : services) {
      byPort.computeIfAbsent(service.listener().port(), _ -> new ArrayList<>()).add(service);
    }
    return byPort.entrySet().stream().map(entry -> at(entry.getKey(), entry.getValue())).toList();
  }

  private static EgressPort at(int port, List<CalledService> services) {
    var bytes = services.stream().filter(CalledService::bytes).toList();
    var http = services.stream().filter(service -> !service.bytes()).toList();
    if (http.isEmpty()) {
      return new EgressPort(
          port, Protocol.TCP, bytes.subList(0, 1), names(bytes.subList(1, bytes.size())));
    }
    // The table's name carries one protocol: the first of http, http2, grpc that is there.
    var first = http.stream().map(service -> service.listener().protocol()).sorted().findFirst();
    return new EgressPort(port, first.orElse(Protocol.HTTP), http, names(bytes));
  }

  private static List<String> names(List<CalledService> services) {
    return services.stream().map(CalledService::virtualService).toList();
  }
}
