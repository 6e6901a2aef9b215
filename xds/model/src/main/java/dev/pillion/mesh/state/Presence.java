package dev.pillion.mesh.state;

import dev.pillion.mesh.model.ProxyGroup;
import dev.pillion.mesh.model.VirtualGatewaySpec;
import dev.pillion.mesh.model.VirtualNodeSpec;

/// Whether a mesh has what a proxy stands for.
public sealed interface Presence {
  /// It has this virtual node.
  record Node(VirtualNodeSpec spec) implements Presence {}

  /// It has this virtual gateway.
  record Gateway(VirtualGatewaySpec spec) implements Presence {}

  /// It has not; the problem is for an operator, with the remedy.
  record Not(String problem) implements Presence {}

  /// Looks for the group in its mesh.
  static Presence of(Meshes meshes, ProxyGroup group) {
    return meshes
        .mesh(group.mesh())
        .map(mesh -> of(mesh, group))
        .orElseGet(() ->
            not(
                group,
                "Mesh with name " + group.mesh() + " is not present",
                "create it, or correct the label pillion.mesh"));
  }

  /// Looks for the group in this mesh.
  static Presence of(MeshState mesh, ProxyGroup group) {
    return switch (group.kind()) {
      case VIRTUAL_NODE -> {
        var node = mesh.virtualNodes().get(group.name());
        yield node != null ? new Node(node) : absent(group, "VirtualNode", "virtual-node");
      }
      case VIRTUAL_GATEWAY -> {
        var gateway = mesh.virtualGateways().get(group.name());
        yield gateway != null
            ? new Gateway(gateway)
            : absent(group, "VirtualGateway", "virtual-gateway");
      }
    };
  }

  private static Presence absent(ProxyGroup group, String kind, String label) {
    return not(
        group,
        "%s with name %s is not present under mesh %s".formatted(kind, group.name(), group.mesh()),
        "create it, or correct the label pillion." + label);
  }

  private static Presence not(ProxyGroup group, String problem, String remedy) {
    return new Not(
        "%s %s/%s: %s; %s"
            .formatted(group.kind().spoken(), group.mesh(), group.name(), problem, remedy));
  }
}
