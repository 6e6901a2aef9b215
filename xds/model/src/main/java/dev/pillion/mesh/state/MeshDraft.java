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
import org.pcollections.TreePMap;

/// A mesh being put together, resource by resource; not for sharing between threads.
public final class MeshDraft {
  private final String name;
  private MeshSpec spec;
  private TreePMap<String, VirtualNodeSpec> virtualNodes;
  private TreePMap<String, VirtualRouterSpec> virtualRouters;
  private TreePMap<String, SortedMap<String, RouteSpec>> routes;
  private TreePMap<String, VirtualServiceSpec> virtualServices;
  private TreePMap<String, VirtualGatewaySpec> virtualGateways;
  private TreePMap<String, SortedMap<String, GatewayRouteSpec>> gatewayRoutes;

  private MeshDraft(MeshState from) {
    this.name = from.name();
    this.spec = from.spec();
    this.virtualNodes = PersistentMaps.of(from.virtualNodes());
    this.virtualRouters = PersistentMaps.of(from.virtualRouters());
    this.routes = PersistentMaps.ofTables(from.routes());
    this.virtualServices = PersistentMaps.of(from.virtualServices());
    this.virtualGateways = PersistentMaps.of(from.virtualGateways());
    this.gatewayRoutes = PersistentMaps.ofTables(from.gatewayRoutes());
  }

  /// A draft that starts as the mesh stands.
  public static MeshDraft of(MeshState from) {
    return new MeshDraft(from);
  }

  /// Adds or replaces a resource. The specification must be of the resource's kind.
  public MeshDraft put(ResourceId id, Spec put) {
    switch (id) {
      case ResourceId.Mesh() -> spec = (MeshSpec) put;
      case ResourceId.VirtualNode(var node) ->
          virtualNodes = virtualNodes.plus(node, (VirtualNodeSpec) put);
      case ResourceId.VirtualRouter(var router) ->
          virtualRouters = virtualRouters.plus(router, (VirtualRouterSpec) put);
      case ResourceId.Route(var router, var route) ->
          routes = PersistentMaps.plus(routes, router, route, (RouteSpec) put);
      case ResourceId.VirtualService(var service) ->
          virtualServices = virtualServices.plus(service, (VirtualServiceSpec) put);
      case ResourceId.VirtualGateway(var gateway) ->
          virtualGateways = virtualGateways.plus(gateway, (VirtualGatewaySpec) put);
      case ResourceId.GatewayRoute(var gateway, var route) ->
          gatewayRoutes =
              PersistentMaps.plus(gatewayRoutes, gateway, route, (GatewayRouteSpec) put);
    }
    return this;
  }

  /// Takes a resource out; the mesh itself stays.
  public MeshDraft remove(ResourceId id) {
    switch (id) {
      case ResourceId.Mesh() -> spec = MeshSpec.DEFAULT;
      case ResourceId.VirtualNode(var node) -> virtualNodes = virtualNodes.minus(node);
      case ResourceId.VirtualRouter(var router) -> virtualRouters = virtualRouters.minus(router);
      case ResourceId.Route(var router, var route) ->
          routes = PersistentMaps.minus(routes, router, route);
      case ResourceId.VirtualService(var service) ->
          virtualServices = virtualServices.minus(service);
      case ResourceId.VirtualGateway(var gateway) ->
          virtualGateways = virtualGateways.minus(gateway);
      case ResourceId.GatewayRoute(var gateway, var route) ->
          gatewayRoutes = PersistentMaps.minus(gatewayRoutes, gateway, route);
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
}
