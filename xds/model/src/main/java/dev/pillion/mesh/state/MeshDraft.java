package dev.pillion.mesh.state;

import dev.pillion.mesh.model.GatewayRouteSpec;
import dev.pillion.mesh.model.MeshSpec;
import dev.pillion.mesh.model.ResourceId;
import dev.pillion.mesh.model.RouteSpec;
import dev.pillion.mesh.model.Spec;
import dev.pillion.mesh.model.VirtualGatewaySpec;
import dev.pillion.mesh.model.VirtualNodeSpec;
import dev.pillion.mesh.model.VirtualRouterSpec;
import dev.pillion.mesh.model.VirtualServiceSpec;
import java.util.SortedMap;
import java.util.TreeMap;

/// A mesh being put together, resource by resource; not for sharing between threads.
public final class MeshDraft {
  private final String name;
  private MeshSpec spec;
  private final SortedMap<String, VirtualNodeSpec> virtualNodes;
  private final SortedMap<String, VirtualRouterSpec> virtualRouters;
  private final SortedMap<String, SortedMap<String, RouteSpec>> routes = new TreeMap<>();
  private final SortedMap<String, VirtualServiceSpec> virtualServices;
  private final SortedMap<String, VirtualGatewaySpec> virtualGateways;
  private final SortedMap<String, SortedMap<String, GatewayRouteSpec>> gatewayRoutes =
      new TreeMap<>();

  private MeshDraft(MeshState from) {
    this.name = from.name();
    this.spec = from.spec();
    this.virtualNodes = new TreeMap<>(from.virtualNodes());
    this.virtualRouters = new TreeMap<>(from.virtualRouters());
    from.routes().forEach((router, table) -> routes.put(router, new TreeMap<>(table)));
    this.virtualServices = new TreeMap<>(from.virtualServices());
    this.virtualGateways = new TreeMap<>(from.virtualGateways());
    from.gatewayRoutes()
        .forEach((gateway, table) -> gatewayRoutes.put(gateway, new TreeMap<>(table)));
  }

  /// A draft that starts as the mesh stands.
  public static MeshDraft of(MeshState from) {
    return new MeshDraft(from);
  }

  /// Adds or replaces a resource. The specification must be of the resource's kind.
  public MeshDraft put(ResourceId id, Spec put) {
    switch (id) {
      case ResourceId.Mesh() -> spec = (MeshSpec) put;
      case ResourceId.VirtualNode(var node) -> virtualNodes.put(node, (VirtualNodeSpec) put);
      case ResourceId.VirtualRouter(var router) ->
          virtualRouters.put(router, (VirtualRouterSpec) put);
      case ResourceId.Route(var router, var route) ->
          routes.computeIfAbsent(router, _ -> new TreeMap<>()).put(route, (RouteSpec) put);
      case ResourceId.VirtualService(var service) ->
          virtualServices.put(service, (VirtualServiceSpec) put);
      case ResourceId.VirtualGateway(var gateway) ->
          virtualGateways.put(gateway, (VirtualGatewaySpec) put);
      case ResourceId.GatewayRoute(var gateway, var route) ->
          gatewayRoutes
              .computeIfAbsent(gateway, _ -> new TreeMap<>())
              .put(route, (GatewayRouteSpec) put);
    }
    return this;
  }

  /// Takes a resource out; the mesh itself stays.
  public MeshDraft remove(ResourceId id) {
    switch (id) {
      case ResourceId.Mesh() -> spec = MeshSpec.DEFAULT;
      case ResourceId.VirtualNode(var node) -> virtualNodes.remove(node);
      case ResourceId.VirtualRouter(var router) -> virtualRouters.remove(router);
      case ResourceId.Route(var router, var route) -> remove(routes, router, route);
      case ResourceId.VirtualService(var service) -> virtualServices.remove(service);
      case ResourceId.VirtualGateway(var gateway) -> virtualGateways.remove(gateway);
      case ResourceId.GatewayRoute(var gateway, var route) -> remove(gatewayRoutes, gateway, route);
    }
    return this;
  }

  /// The mesh as drafted, at that version.
  public MeshState at(long version) {
    return new MeshState(
        name,
        version,
        spec,
        virtualNodes,
        virtualRouters,
        routes,
        virtualServices,
        virtualGateways,
        gatewayRoutes);
  }

  private static <V> void remove(
      SortedMap<String, SortedMap<String, V>> tables, String parent, String name) {
    tables.computeIfPresent(
        parent,
        (_, table) -> {
          table.remove(name);
          return table.isEmpty() ? null : table;
        });
  }
}
