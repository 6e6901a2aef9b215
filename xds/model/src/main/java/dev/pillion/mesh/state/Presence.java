package dev.pillion.mesh.state;

import dev.pillion.mesh.model.ProxyGroup;
import dev.pillion.mesh.model.VirtualNodeSpec;

/// Whether a mesh has what a proxy stands for.
public sealed interface Presence {
  /// It has.
  record There(VirtualNodeSpec node) implements Presence {}

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
        yield node != null
            ? new There(node)
            : not(
                group,
                "VirtualNode with name %s is not present under mesh %s"
                    .formatted(group.name(), group.mesh()),
                "create it, or correct the label pillion.virtual-node");
      }
      case VIRTUAL_GATEWAY ->
          not(group, "virtual gateways are kept, but not served yet", "use a virtual node instead");
    };
  }

  private static Presence not(ProxyGroup group, String problem, String remedy) {
    return new Not(
        "%s %s/%s: %s; %s"
            .formatted(group.kind().spoken(), group.mesh(), group.name(), problem, remedy));
  }
}
