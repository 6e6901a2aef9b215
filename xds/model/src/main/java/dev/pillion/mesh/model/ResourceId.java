package dev.pillion.mesh.model;

import java.util.Optional;

/// One resource of a mesh, named as the tail of its ARN names it.
public sealed interface ResourceId extends Comparable<ResourceId> {
  /// The ARN's part after `mesh/<mesh>`, without a leading slash; empty for the mesh itself.
  String tail();

  /// App Mesh's word for such a resource in messages: `VirtualNode`.
  default String kind() {
    return switch (this) {
      case Mesh() -> "Mesh";
      case VirtualNode _ -> "VirtualNode";
      case VirtualRouter _ -> "VirtualRouter";
      case Route _ -> "Route";
      case VirtualService _ -> "VirtualService";
      case VirtualGateway _ -> "VirtualGateway";
      case GatewayRoute _ -> "GatewayRoute";
    };
  }

  /// The resource that it belongs to besides the mesh: a route's virtual router, a gateway route's
  /// virtual gateway.
  default Optional<ResourceId> parent() {
    return switch (this) {
      case Route(var router, _) -> Optional.of(new VirtualRouter(router));
      case GatewayRoute(var gateway, _) -> Optional.of(new VirtualGateway(gateway));
      case Mesh _, VirtualNode _, VirtualRouter _, VirtualService _, VirtualGateway _ ->
          Optional.empty();
    };
  }

  /// Its own name; empty for the mesh itself, which its resources do not name.
  default String name() {
    return switch (this) {
      case Mesh() -> "";
      case VirtualNode(var name) -> name;
      case VirtualRouter(var name) -> name;
      case Route(_, var name) -> name;
      case VirtualService(var name) -> name;
      case VirtualGateway(var name) -> name;
      case GatewayRoute(_, var name) -> name;
    };
  }

  /// Reads what [#tail] wrote; empty for anything else. A virtual service's name may have slashes:
  /// it is all that follows.
  static Optional<ResourceId> ofTail(String tail) {
    if (tail.isEmpty()) {
      return Optional.of(new Mesh());
    }
    String service = "virtualService/";
    if (tail.startsWith(service)) {
      return named(new VirtualService(tail.substring(service.length())));
    }
    String[] parts = tail.split("/", -1);
    if (parts.length != 2 && parts.length != 4) {
      return Optional.empty();
    }
    return switch (parts[0] + (parts.length == 4 ? "/" + parts[2] : "")) {
      case "virtualNode" -> named(new VirtualNode(parts[1]));
      case "virtualRouter" -> named(new VirtualRouter(parts[1]));
      case "virtualGateway" -> named(new VirtualGateway(parts[1]));
      case "virtualRouter/route" -> named(new Route(parts[1], parts[3]));
      case "virtualGateway/gatewayRoute" -> named(new GatewayRoute(parts[1], parts[3]));
      default -> Optional.empty();
    };
  }

  private static Optional<ResourceId> named(ResourceId id) {
    return id.name().isEmpty() ? Optional.empty() : Optional.of(id);
  }

  @Override
  default int compareTo(ResourceId other) {
    // Most comparisons are of one kind, and need no texts put together.
    return getClass() == other.getClass() && parent().isEmpty()
        ? name().compareTo(other.name())
        : tail().compareTo(other.tail());
  }

  /// The mesh itself.
  record Mesh() implements ResourceId {
    @Override
    public String tail() {
      return "";
    }
  }

  /// A virtual node.
  record VirtualNode(String name) implements ResourceId {
    @Override
    public String tail() {
      return "virtualNode/" + name;
    }
  }

  /// A virtual router.
  record VirtualRouter(String name) implements ResourceId {
    @Override
    public String tail() {
      return "virtualRouter/" + name;
    }
  }

  /// A route of a virtual router.
  record Route(String virtualRouter, String name) implements ResourceId {
    @Override
    public String tail() {
      return "virtualRouter/" + virtualRouter + "/route/" + name;
    }
  }

  /// A virtual service.
  record VirtualService(String name) implements ResourceId {
    @Override
    public String tail() {
      return "virtualService/" + name;
    }
  }

  /// A virtual gateway.
  record VirtualGateway(String name) implements ResourceId {
    @Override
    public String tail() {
      return "virtualGateway/" + name;
    }
  }

  /// A gateway route of a virtual gateway.
  record GatewayRoute(String virtualGateway, String name) implements ResourceId {
    @Override
    public String tail() {
      return "virtualGateway/" + virtualGateway + "/gatewayRoute/" + name;
    }
  }
}
