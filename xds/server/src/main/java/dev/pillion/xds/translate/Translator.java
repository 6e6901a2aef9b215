package dev.pillion.xds.translate;

import dev.pillion.mesh.model.EgressFilter;
import dev.pillion.mesh.model.PortMapping;
import dev.pillion.mesh.model.Protocol;
import dev.pillion.mesh.model.ProxyGroup;
import dev.pillion.mesh.model.VirtualNodeSpec;
import dev.pillion.mesh.state.MeshState;
import dev.pillion.mesh.state.Presence;
import java.util.Collection;
import java.util.TreeMap;

/// The mesh as a proxy group's Envoys are to see it. A pure function: the same mesh gives the same
/// bytes, on every replica and after every restart.
public record Translator(AddressFamilies families) {
  /// Translates one proxy group of a mesh.
  public Translation translate(MeshState mesh, ProxyGroup group) {
    var reads = Reads.of(mesh, group);
    return switch (Presence.of(mesh, group)) {
      case Presence.There(var node) ->
          new Translation.Translated(node(mesh, group.name(), node), reads);
      case Presence.Not(var problem) -> new Translation.Missing(problem, reads);
    };
  }

  private EnvoyResources node(MeshState mesh, String name, VirtualNodeSpec node) {
    var made = new Assembly();
    ingress(made, mesh.name(), name, distinct(node.listeners()));
    egress(made, mesh, node);
    return made.resources();
  }

  private void ingress(Assembly made, String mesh, String node, Collection<PortMapping> listeners) {
    for (PortMapping listener : listeners) {
      made.add(Clusters.ingress(mesh, node, listener));
      if (listener.protocol() != Protocol.TCP) {
        made.add(RouteTables.ingress(mesh, node, listener));
      }
    }
    // A virtual node without listeners is a caller only.
    if (!listeners.isEmpty()) {
      made.add(Listeners.ingress(mesh, node, listeners, families));
    }
  }

  private void egress(Assembly made, MeshState mesh, VirtualNodeSpec node) {
    boolean allowAll = mesh.spec().egressFilter() == EgressFilter.ALLOW_ALL;
    var ports = EgressPort.of(Backends.of(mesh, node));
    for (EgressPort port : ports) {
      port.targets().forEach(target -> made.add(mesh.name(), target));
      if (port.http()) {
        made.add(RouteTables.egress(mesh.name(), port, allowAll));
      }
    }
    made.add(Clusters.amazonAws(mesh.name()));
    if (allowAll) {
      made.add(Clusters.allowAll(mesh.name()));
    }
    made.add(Listeners.egress(mesh.name(), ports, allowAll, families));
  }

  // Envoy refuses a listener with two chains for one port.
  private static Collection<PortMapping> distinct(Collection<PortMapping> listeners) {
    var byPort = new TreeMap<Integer, PortMapping>();
    listeners.forEach(listener -> byPort.putIfAbsent(listener.port(), listener));
    return byPort.values();
  }
}
