package dev.pillion.mesh.state;

import dev.pillion.mesh.model.GatewayRouteSpec;
import dev.pillion.mesh.model.MeshSpec;
import dev.pillion.mesh.model.ResourceId;
import dev.pillion.mesh.model.RouteSpec;
import dev.pillion.mesh.model.VirtualGatewaySpec;
import dev.pillion.mesh.model.VirtualNodeSpec;
import dev.pillion.mesh.model.VirtualRouterSpec;
import dev.pillion.mesh.model.VirtualServiceSpec;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/// One whole mesh at one version; immutable. The version grows by one with each write to the mesh
/// or to anything in it.
///
/// @param routes by virtual router, then by route name
/// @param gatewayRoutes by virtual gateway, then by gateway route name
public record MeshState(
    String name,
    long version,
    MeshSpec spec,
    SortedMap<String, VirtualNodeSpec> virtualNodes,
    SortedMap<String, VirtualRouterSpec> virtualRouters,
    SortedMap<String, SortedMap<String, RouteSpec>> routes,
    SortedMap<String, VirtualServiceSpec> virtualServices,
    SortedMap<String, VirtualGatewaySpec> virtualGateways,
    SortedMap<String, SortedMap<String, GatewayRouteSpec>> gatewayRoutes) {
  /// Copies its maps.
  public MeshState {
    virtualNodes = frozen(virtualNodes);
    virtualRouters = frozen(virtualRouters);
    routes = frozenTables(routes);
    virtualServices = frozen(virtualServices);
    virtualGateways = frozen(virtualGateways);
    gatewayRoutes = frozenTables(gatewayRoutes);
  }

  /// A mesh with nothing in it.
  public static MeshState empty(String name, long version, MeshSpec spec) {
    return new MeshState(
        name,
        version,
        spec,
        new TreeMap<>(),
        new TreeMap<>(),
        new TreeMap<>(),
        new TreeMap<>(),
        new TreeMap<>(),
        new TreeMap<>());
  }

  /// The routes of a virtual router by name; none where it has none.
  public SortedMap<String, RouteSpec> routesOf(String virtualRouter) {
    return routes.getOrDefault(virtualRouter, Collections.emptySortedMap());
  }

  /// The gateway routes of a virtual gateway by name; none where it has none.
  public SortedMap<String, GatewayRouteSpec> gatewayRoutesOf(String virtualGateway) {
    return gatewayRoutes.getOrDefault(virtualGateway, Collections.emptySortedMap());
  }

  /// Whether the mesh has the resource.
  public boolean has(ResourceId id) {
    return switch (id) {
      case ResourceId.Mesh() -> true;
      case ResourceId.VirtualNode(var node) -> virtualNodes.containsKey(node);
      case ResourceId.VirtualRouter(var router) -> virtualRouters.containsKey(router);
      case ResourceId.Route(var router, var route) -> routesOf(router).containsKey(route);
      case ResourceId.VirtualService(var service) -> virtualServices.containsKey(service);
      case ResourceId.VirtualGateway(var gateway) -> virtualGateways.containsKey(gateway);
      case ResourceId.GatewayRoute(var gateway, var route) ->
          gatewayRoutesOf(gateway).containsKey(route);
    };
  }

  private static <V> SortedMap<String, SortedMap<String, V>> frozenTables(
      SortedMap<String, SortedMap<String, V>> tables) {
    var frozen = new TreeMap<String, SortedMap<String, V>>();
    tables.forEach((parent, table) -> frozen.put(parent, frozen(table)));
    return Collections.unmodifiableSortedMap(frozen);
  }

  private static <K extends Comparable<? super K>, V> SortedMap<K, V> frozen(SortedMap<K, V> map) {
    return Collections.unmodifiableSortedMap(new TreeMap<>(map));
  }
}
