package dev.pillion.xds;

import dev.pillion.agent.v1.MeshStatus;
import dev.pillion.agent.v1.UntranslatedField;
import dev.pillion.mesh.state.MeshState;
import java.util.Map;

/// Meshes in the words of the status contract.
final class MeshMessages {
  private MeshMessages() {}

  static MeshStatus of(MeshState mesh) {
    var message =
        MeshStatus.newBuilder()
            .setName(mesh.name())
            .setVersion(mesh.version())
            .setVirtualNodes(mesh.virtualNodes().size())
            .setVirtualRouters(mesh.virtualRouters().size())
            .setRoutes(mesh.routes().values().stream().mapToInt(Map::size).sum())
            .setVirtualServices(mesh.virtualServices().size());
    mesh.untranslated()
        .forEach((resource, paths) ->
            paths.forEach(path ->
                message.addUntranslated(
                    UntranslatedField.newBuilder().setResource(resource.tail()).setPath(path))));
    return message.build();
  }
}
