package dev.pillion.mesh.state;

import dev.pillion.mesh.model.ResourceId;

/// How many of something there may be: App Mesh's quotas, by its names, each with the setting that
/// changes it. The defaults are Pillion's, which has no neighbours to protect.
public enum Quota {
  /// Meshes of the account.
  MESHES("Meshes per account", "L-AC861A39", 1_000),
  /// Virtual services of a mesh.
  VIRTUAL_SERVICES("Virtual services per mesh", "L-DA7495A7", 10_000),
  /// Virtual nodes of a mesh.
  VIRTUAL_NODES("Virtual nodes per mesh", "L-E043DFB4", 10_000),
  /// Virtual routers of a mesh.
  VIRTUAL_ROUTERS("Virtual routers per mesh", "L-50F6C35A", 10_000),
  /// Virtual gateways of a mesh.
  VIRTUAL_GATEWAYS("Virtual gateways per mesh", "L-87E74146", 1_000),
  /// Routes of a virtual router.
  ROUTES("Routes per virtual router", "L-BB90B7FF", 1_000),
  /// Gateway routes of a virtual gateway.
  GATEWAY_ROUTES("Gateway routes per virtual gateway", "L-F6F26D09", 1_000),
  /// Backends of a virtual node.
  BACKENDS("Backends per virtual node", "L-8775AB18", 1_000);

  private final String words;
  private final String code;
  private final int usual;

  Quota(String words, String code, int usual) {
    this.words = words;
    this.code = code;
    this.usual = usual;
  }

  /// App Mesh's name for it.
  public String words() {
    return words;
  }

  /// Its code in AWS Service Quotas.
  public String code() {
    return code;
  }

  /// The limit where nothing is set.
  public int usual() {
    return usual;
  }

  /// The environment variable that sets it.
  public String setting() {
    return "PILLION_QUOTA_" + name();
  }

  /// How many a mesh has of what this quota limits, where the resource is or would be; 0 for
  /// meshes, of which one knows nothing of the others.
  public static int used(MeshState mesh, ResourceId id) {
    return switch (id) {
      case ResourceId.Mesh() -> 0;
      case ResourceId.VirtualNode _ -> mesh.virtualNodes().size();
      case ResourceId.VirtualRouter _ -> mesh.virtualRouters().size();
      case ResourceId.Route(var router, _) -> mesh.routesOf(router).size();
      case ResourceId.VirtualService _ -> mesh.virtualServices().size();
      case ResourceId.VirtualGateway _ -> mesh.virtualGateways().size();
      case ResourceId.GatewayRoute(var gateway, _) -> mesh.gatewayRoutesOf(gateway).size();
    };
  }

  /// The quota on resources of that kind.
  public static Quota of(ResourceId id) {
    return switch (id) {
      case ResourceId.Mesh() -> MESHES;
      case ResourceId.VirtualNode _ -> VIRTUAL_NODES;
      case ResourceId.VirtualRouter _ -> VIRTUAL_ROUTERS;
      case ResourceId.Route _ -> ROUTES;
      case ResourceId.VirtualService _ -> VIRTUAL_SERVICES;
      case ResourceId.VirtualGateway _ -> VIRTUAL_GATEWAYS;
      case ResourceId.GatewayRoute _ -> GATEWAY_ROUTES;
    };
  }
}
