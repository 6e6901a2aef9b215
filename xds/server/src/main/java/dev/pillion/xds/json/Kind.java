package dev.pillion.xds.json;

import dev.pillion.mesh.model.ResourceId;

/// The kinds of resource that Pillion serves, with App Mesh's words for them.
public enum Kind {
  /// A mesh.
  MESH("Mesh", "meshName", "meshes"),
  /// A virtual node.
  VIRTUAL_NODE("VirtualNode", "virtualNodeName", "virtualNodes"),
  /// A virtual router.
  VIRTUAL_ROUTER("VirtualRouter", "virtualRouterName", "virtualRouters"),
  /// A route of a virtual router.
  ROUTE("Route", "routeName", "routes"),
  /// A virtual service.
  VIRTUAL_SERVICE("VirtualService", "virtualServiceName", "virtualServices"),
  /// A virtual gateway.
  VIRTUAL_GATEWAY("VirtualGateway", "virtualGatewayName", "virtualGateways"),
  /// A gateway route of a virtual gateway.
  GATEWAY_ROUTE("GatewayRoute", "gatewayRouteName", "gatewayRoutes");

  private final String word;
  private final String nameMember;
  private final String collection;

  Kind(String word, String nameMember, String collection) {
    this.word = word;
    this.nameMember = nameMember;
    this.collection = collection;
  }

  /// The kind of the resource.
  public static Kind of(ResourceId id) {
    return switch (id) {
      case ResourceId.Mesh() -> MESH;
      case ResourceId.VirtualNode _ -> VIRTUAL_NODE;
      case ResourceId.VirtualRouter _ -> VIRTUAL_ROUTER;
      case ResourceId.Route _ -> ROUTE;
      case ResourceId.VirtualService _ -> VIRTUAL_SERVICE;
      case ResourceId.VirtualGateway _ -> VIRTUAL_GATEWAY;
      case ResourceId.GatewayRoute _ -> GATEWAY_ROUTE;
    };
  }

  /// The kind of that word.
  public static Kind of(String word) {
    for (Kind kind : values()) {
      if (kind.word.equals(word)) {
        return kind;
      }
    }
    throw new IllegalArgumentException("there is no resource of kind " + word);
  }

  /// A resource of this kind.
  ///
  /// @param parent the name of a route's virtual router or a gateway route's virtual gateway; read
  ///   for those two only
  /// @param name read for all but a mesh
  public ResourceId id(String parent, String name) {
    return switch (this) {
      case MESH -> new ResourceId.Mesh();
      case VIRTUAL_NODE -> new ResourceId.VirtualNode(name);
      case VIRTUAL_ROUTER -> new ResourceId.VirtualRouter(name);
      case ROUTE -> new ResourceId.Route(parent, name);
      case VIRTUAL_SERVICE -> new ResourceId.VirtualService(name);
      case VIRTUAL_GATEWAY -> new ResourceId.VirtualGateway(name);
      case GATEWAY_ROUTE -> new ResourceId.GatewayRoute(parent, name);
    };
  }

  /// The word in operation names and messages: `VirtualNode`.
  public String word() {
    return word;
  }

  /// The member that carries such a resource's name: `virtualNodeName`.
  public String nameMember() {
    return nameMember;
  }

  /// The member of a list, and the last part of its address: `virtualNodes`.
  public String collection() {
    return collection;
  }
}
