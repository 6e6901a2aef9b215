package dev.pillion.mesh.state;

import dev.pillion.mesh.model.GatewayRouteSpec;
import dev.pillion.mesh.model.ResourceId;
import dev.pillion.mesh.model.RouteSpec;
import dev.pillion.mesh.model.Spec;
import dev.pillion.mesh.model.VirtualGatewaySpec;
import dev.pillion.mesh.model.VirtualNodeSpec;
import dev.pillion.mesh.model.VirtualRouterSpec;
import dev.pillion.mesh.model.VirtualServiceSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.function.Predicate;

/// Where a port must be named because there are several to choose from. The rules hold from both
/// ends: a route must name the ports that it needs, and a second listener may come only when the
/// routes that it concerns name theirs.
public final class PortRules {
  private static final int LISTED = 5;

  private PortRules() {}

  /// What the rules have against the specification; empty when nothing.
  public static List<String> problems(MeshState mesh, ResourceId id, Spec spec) {
    return switch (id) {
      case ResourceId.Route(var router, _) when spec instanceof RouteSpec route ->
          ofRoute(mesh, router, route);
      case ResourceId.GatewayRoute(var gateway, _) when spec instanceof GatewayRouteSpec route ->
          ofGatewayRoute(mesh, gateway, route);
      case ResourceId.VirtualRouter(var router) when spec instanceof VirtualRouterSpec changed ->
          several(changed.listeners()) ? ofRouter(mesh, router) : List.of();
      case ResourceId.VirtualNode(var node) when spec instanceof VirtualNodeSpec changed ->
          several(changed.ports()) ? ofNode(mesh, node) : List.of();
      case ResourceId.VirtualGateway(var gateway) when spec instanceof VirtualGatewaySpec changed ->
          several(changed.ports()) ? ofGateway(mesh, gateway) : List.of();
      case ResourceId.VirtualService(var service) when spec instanceof VirtualServiceSpec changed ->
          changed.provider().filter(provider -> several(mesh, provider)).isPresent()
              ? lacking(
                  "GatewayRoute",
                  "to this Virtual Service must define the port of their target",
                  "giving it a provider with multiple listeners",
                  withoutTargetPort(mesh, service::equals))
              : List.of();
      case ResourceId.Mesh _,
          ResourceId.VirtualNode _,
          ResourceId.VirtualRouter _,
          ResourceId.Route _,
          ResourceId.VirtualService _,
          ResourceId.VirtualGateway _,
          ResourceId.GatewayRoute _ ->
          List.of();
    };
  }

  private static List<String> ofRoute(MeshState mesh, String router, RouteSpec route) {
    var problems = new ArrayList<String>();
    VirtualRouterSpec parent = mesh.virtualRouters().get(router);
    if (parent != null && several(parent.listeners()) && route.matchPort().isEmpty()) {
      problems.add(
          "Route must define a port match criteria if the Virtual Router has multiple listeners");
    }
    route.targets().stream()
        .filter(target -> target.port().isEmpty())
        .filter(target -> several(mesh, new VirtualServiceSpec.Provider.Node(target.virtualNode())))
        .map(target ->
            "weighted target '%s' must name a port, since the virtual node has several listeners"
                .formatted(target.virtualNode()))
        .forEach(problems::add);
    return problems;
  }

  private static List<String> ofGatewayRoute(
      MeshState mesh, String gateway, GatewayRouteSpec route) {
    var problems = new ArrayList<String>();
    VirtualGatewaySpec parent = mesh.virtualGateways().get(gateway);
    if (parent != null && several(parent.ports()) && route.matchPort().isEmpty()) {
      problems.add(
          "GatewayRoute must define a port match criteria if the Virtual Gateway has multiple"
              + " listeners");
    }
    if (route.targetPort().isEmpty()
        && providerOf(mesh, route.virtualService()).filter(p -> several(mesh, p)).isPresent()) {
      problems.add(
          "target '%s' must name a port, since the provider of the virtual service has several listeners"
              .formatted(route.virtualService()));
    }
    return problems;
  }

  private static List<String> ofRouter(MeshState mesh, String router) {
    String adding = "adding multiple listeners to this Virtual Router";
    var problems = new ArrayList<String>();
    problems.addAll(
        lacking(
            "Route",
            "for this Virtual Router must define a port match",
            adding,
            names(mesh.routesOf(router), route -> route.matchPort().isEmpty())));
    problems.addAll(
        behind(mesh, new VirtualServiceSpec.Provider.Router(router), "Virtual Router", adding));
    return problems;
  }

  private static List<String> ofNode(MeshState mesh, String node) {
    String adding = "adding multiple listeners to this Virtual Node";
    Predicate<RouteSpec> portless =
        route ->
            route.targets().stream()
                .anyMatch(t -> t.virtualNode().equals(node) && t.port().isEmpty());
    var without = new ArrayList<String>();
    mesh.routes()
        .forEach((router, routes) ->
            names(routes, portless).forEach(route -> without.add(router + "/" + route)));
    var problems = new ArrayList<String>();
    problems.addAll(
        lacking(
            "Route", "to this Virtual Node must define the port of their target", adding, without));
    problems.addAll(
        behind(mesh, new VirtualServiceSpec.Provider.Node(node), "Virtual Node", adding));
    return problems;
  }

  private static List<String> ofGateway(MeshState mesh, String gateway) {
    return lacking(
        "GatewayRoute",
        "for this Virtual Gateway must define a port match",
        "adding multiple listeners to this Virtual Gateway",
        names(mesh.gatewayRoutesOf(gateway), route -> route.matchPort().isEmpty()));
  }

  /// Gateway routes that go through a virtual service to the provider and name no port of it.
  private static List<String> behind(
      MeshState mesh, VirtualServiceSpec.Provider provider, String kind, String adding) {
    Predicate<String> provided =
        service -> providerOf(mesh, service).filter(provider::equals).isPresent();
    return lacking(
        "GatewayRoute",
        "to a Virtual Service of this %s must define the port of their target".formatted(kind),
        adding,
        withoutTargetPort(mesh, provided));
  }

  private static List<String> withoutTargetPort(MeshState mesh, Predicate<String> service) {
    var without = new ArrayList<String>();
    mesh.gatewayRoutes()
        .forEach((gateway, routes) ->
            names(
                    routes,
                    route -> route.targetPort().isEmpty() && service.test(route.virtualService()))
                .forEach(route -> without.add(gateway + "/" + route)));
    return without;
  }

  /// The sentence that App Mesh has for routes and virtual routers.
  private static List<String> lacking(String kind, String rule, String doing, List<String> names) {
    if (names.isEmpty()) {
      return List.of();
    }
    return List.of(
        "All %ss %s before %s. %d %s(s) are missing port. Listing up to 5 route names: %s"
            .formatted(
                kind, rule, doing, names.size(), kind, names.stream().limit(LISTED).toList()));
  }

  private static <R> List<String> names(SortedMap<String, R> routes, Predicate<R> which) {
    return routes.entrySet().stream()
        .filter(route -> which.test(route.getValue()))
        .map(Map.Entry::getKey)
        .toList();
  }

  private static Optional<VirtualServiceSpec.Provider> providerOf(MeshState mesh, String service) {
    return Optional.ofNullable(mesh.virtualServices().get(service))
        .flatMap(VirtualServiceSpec::provider);
  }

  private static boolean several(MeshState mesh, VirtualServiceSpec.Provider provider) {
    return switch (provider) {
      case VirtualServiceSpec.Provider.Node(var name) -> {
        VirtualNodeSpec node = mesh.virtualNodes().get(name);
        yield node != null && several(node.ports());
      }
      case VirtualServiceSpec.Provider.Router(var name) -> {
        VirtualRouterSpec router = mesh.virtualRouters().get(name);
        yield router != null && several(router.listeners());
      }
    };
  }

  private static boolean several(List<?> listeners) {
    return listeners.size() > 1;
  }
}
