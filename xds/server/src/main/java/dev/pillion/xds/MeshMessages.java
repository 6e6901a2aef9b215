package dev.pillion.xds;

import dev.pillion.agent.v1.MeshStatus;
import dev.pillion.mesh.state.MeshState;
import java.util.Map;

/// Meshes in the words of the status contract.
final class MeshMessages {
  private MeshMessages() {}

  static MeshStatus of(MeshState mesh) {
    return MeshStatus.newBuilder()
        .setName(mesh.name())
        .setVersion(mesh.version())
        .setVirtualNodes(mesh.virtualNodes().size())
        .setVirtualRouters(mesh.virtualRouters().size())
        .setRoutes(mesh.routes().values().stream().mapToInt(Map::size).sum())
        .setVirtualServices(mesh.virtualServices().size())
        .setVirtualGateways(mesh.virtualGateways().size())
        .setGatewayRoutes(mesh.gatewayRoutes().values().stream().mapToInt(Map::size).sum())
        .build();
  }
}
