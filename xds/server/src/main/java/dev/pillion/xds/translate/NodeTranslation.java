package dev.pillion.xds.translate;

import dev.pillion.mesh.listener.Listener;
import dev.pillion.mesh.listener.Protocol;
import dev.pillion.mesh.model.EgressFilter;
import dev.pillion.mesh.model.IpPreference;
import dev.pillion.mesh.model.ServiceDiscovery;
import dev.pillion.mesh.model.VirtualNodeSpec;
import dev.pillion.mesh.state.MeshState;
import java.util.Collection;
import java.util.List;
import java.util.TreeMap;

/// A virtual node: what its application is called with, and what it calls.
final class NodeTranslation {
  private final MeshState mesh;
  private final String name;
  private final VirtualNodeSpec node;
  private final Translator settings;
  private final Assembly made;
  private final RouteTables tables;
  private final NodeListeners listeners;

  NodeTranslation(
      MeshState mesh, String name, VirtualNodeSpec node, Translator settings, Assembly made) {
    this.mesh = mesh;
    this.name = name;
    this.node = node;
    this.settings = settings;
    this.made = made;
    this.tables = new RouteTables(mesh.name(), made);
    this.listeners =
        new NodeListeners(
            mesh.name(),
            name,
            settings.families(),
            new ConnectionManagers(AccessLogs.of(node.accessLog())));
  }

  void run() {
    ingress(distinct(node.listeners()));
    egress();
  }

  private void ingress(Collection<Listener> stated) {
    IpPreference preference =
        node.serviceDiscovery()
            .map(ServiceDiscovery::ipPreference)
            .orElse(IpPreference.UNSET)
            .or(mesh.spec().ipPreference());
    for (Listener listener : stated) {
      made.add(Clusters.ingress(mesh.name(), name, listener, preference));
      if (listener.protocol() != Protocol.TCP) {
        made.add(tables.ingress(name, listener));
      }
    }
    // A virtual node without listeners is a caller only.
    if (!stated.isEmpty()) {
      var chains = new IngressChains("virtual node " + name, settings.files(), made);
      made.add(listeners.ingress(stated, chains));
    }
  }

  private void egress() {
    boolean allowAll = mesh.spec().egressFilter() == EgressFilter.ALLOW_ALL;
    List<EgressPort> ports =
        EgressPort.of(new CalledServices(mesh, settings.files()).of(Caller.of(node)));
    for (EgressPort port : ports) {
      port.services().forEach(service -> made.addTargets(mesh.name(), service));
      shadowed(port);
      if (port.http()) {
        made.add(tables.egress(port, allowAll));
      } else {
        unreachable(port.services().getFirst());
      }
    }
    made.add(Clusters.amazonAws(mesh.name()));
    if (allowAll) {
      made.add(Clusters.allowAll(mesh.name()));
    }
    made.add(listeners.egress(ports, allowAll));
  }

  private void shadowed(EgressPort port) {
    String winner = port.services().getFirst().virtualService();
    port.shadowed()
        .forEach(service ->
            made.problem(
                "virtual service %s: its bytes cannot be told from those of %s, as both are called at port %d; give it a virtual router that listens at another port"
                    .formatted(service, winner, port.port())));
  }

  private void unreachable(CalledService service) {
    service.rules().stream()
        .limit(1)
        .forEach(rule -> {
          if (rule.outcome() instanceof CalledService.Outcome.Unavailable(var reason)) {
            made.problem("route %s: its connections are closed: %s".formatted(rule.name(), reason));
          }
        });
  }

  // Envoy refuses a listener with two chains for one port.
  private static Collection<Listener> distinct(Collection<Listener> listeners) {
    var byPort = new TreeMap<Integer, Listener>();
    listeners.forEach(listener -> byPort.putIfAbsent(listener.port(), listener));
    return byPort.values();
  }
}
