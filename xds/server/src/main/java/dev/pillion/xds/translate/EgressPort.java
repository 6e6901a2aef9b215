package dev.pillion.xds.translate;

import dev.pillion.mesh.model.Protocol;
import dev.pillion.xds.translate.Backend.Outcome;
import dev.pillion.xds.translate.Backend.Share;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;

/// A port at which virtual services are called, with what is done there. Envoy tells them apart by
/// the port only: HTTP wins over bytes, and the bytes of a port belong to one virtual service.
record EgressPort(int port, Protocol protocol, List<Backend> backends) {
  EgressPort {
    backends = List.copyOf(backends);
  }

  boolean http() {
    return protocol != Protocol.TCP;
  }

  /// All targets of its backends' rules.
  List<Target> targets() {
    var targets = new ArrayList<Target>();
    for (Backend backend : backends) {
      for (Backend.Rule rule : backend.rules()) {
        switch (rule.outcome()) {
          case Outcome.Forward(var shares) ->
              shares.stream().map(Share::target).forEach(targets::add);
          case Outcome.Unavailable _ -> {}
        }
      }
    }
    return targets;
  }

  /// Sorted by port; the backends of a port stay in their order.
  static List<EgressPort> of(List<Backend> backends) {
    var byPort = new TreeMap<Integer, List<Backend>>();
    for (Backend backend : backends) {
      byPort.computeIfAbsent(backend.listener().port(), _ -> new ArrayList<>()).add(backend);
    }
    return byPort.entrySet().stream().map(entry -> at(entry.getKey(), entry.getValue())).toList();
  }

  private static EgressPort at(int port, List<Backend> backends) {
    var http = backends.stream().filter(backend -> !bytes(backend)).toList();
    if (http.isEmpty()) {
      return new EgressPort(port, Protocol.TCP, List.of(backends.getFirst()));
    }
    // The table's name carries one protocol: the first of http, http2, grpc that is there.
    var first = http.stream().map(backend -> backend.listener().protocol()).sorted().findFirst();
    return new EgressPort(port, first.orElse(Protocol.HTTP), http);
  }

  private static boolean bytes(Backend backend) {
    return backend.listener().protocol() == Protocol.TCP;
  }
}
