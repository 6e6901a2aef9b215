package dev.pillion.mesh.state;

import dev.pillion.mesh.model.ResourceId;
import dev.pillion.mesh.model.VirtualServiceSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The rules between the resources of a mesh, by App Mesh: what must exist and what must stay.
/// Backends are not among them: a virtual node may name virtual services that come later.
public final class References {
  private References() {}

  /// Those whose target the mesh does not have.
  public static List<Reference> missing(MeshState mesh, List<Reference> references) {
    return references.stream().filter(reference -> !mesh.has(reference.target())).toList();
  }

  /// Why the resource has to stay, in words that follow "it cannot be deleted because"; empty when
  /// nothing needs it.
  public static Optional<String> need(MeshState mesh, ResourceId id) {
    return switch (id) {
      case ResourceId.Mesh() -> needOfMesh(mesh);
      case ResourceId.VirtualNode(var node) ->
          providerOf(mesh, new VirtualServiceSpec.Provider.Node(node))
              .or(() -> targetOf(mesh, node));
      case ResourceId.VirtualRouter(var router) ->
          providerOf(mesh, new VirtualServiceSpec.Provider.Router(router))
              .or(() -> has("Route", mesh.routesOf(router).keySet()));
      case ResourceId.VirtualService(var service) -> routedTo(mesh, service);
      case ResourceId.VirtualGateway(var gateway) ->
          has("GatewayRoute", mesh.gatewayRoutesOf(gateway).keySet());
      case ResourceId.Route _, ResourceId.GatewayRoute _ -> Optional.empty();
    };
  }

  private static Optional<String> needOfMesh(MeshState mesh) {
    return has("VirtualGateway", mesh.virtualGateways().keySet())
        .or(() -> has("VirtualService", mesh.virtualServices().keySet()))
        .or(() -> has("VirtualRouter", mesh.virtualRouters().keySet()))
        .or(() -> has("VirtualNode", mesh.virtualNodes().keySet()));
  }

  private static Optional<String> providerOf(MeshState mesh, VirtualServiceSpec.Provider provider) {
    List<String> services =
        mesh.virtualServices().entrySet().stream()
            .filter(service -> service.getValue().provider().equals(Optional.of(provider)))
            .map(service -> service.getKey())
            .toList();
    return services.isEmpty()
        ? Optional.empty()
        : Optional.of("it is a VirtualService provider: " + some(services));
  }

  private static Optional<String> targetOf(MeshState mesh, String node) {
    var routes = new ArrayList<String>();
    mesh.routes()
        .forEach((router, table) ->
            table.forEach((name, route) -> {
              if (route.targets().stream().anyMatch(t -> t.virtualNode().equals(node))) {
                routes.add(router + "/" + name);
              }
            }));
    return routes.isEmpty()
        ? Optional.empty()
        : Optional.of("it is a target of Route: " + some(routes));
  }

  private static Optional<String> routedTo(MeshState mesh, String service) {
    var routes = new ArrayList<String>();
    mesh.gatewayRoutes()
        .forEach((gateway, table) ->
            table.forEach((name, route) -> {
              if (route.virtualService().equals(service)) {
                routes.add(gateway + "/" + name);
              }
            }));
    return routes.isEmpty()
        ? Optional.empty()
        : Optional.of("it is being referenced in the following: GATEWAY_ROUTE: " + some(routes));
  }

  private static Optional<String> has(String kind, Iterable<String> names) {
    var list = new ArrayList<String>();
    names.forEach(list::add);
    return list.isEmpty() ? Optional.empty() : Optional.of("it has " + kind + ": " + some(list));
  }

  private static String some(List<String> names) {
    String listed = names.stream().limit(5).toList().toString();
    return names.size() > 5 ? listed + " and %d more".formatted(names.size() - 5) : listed;
  }
}
