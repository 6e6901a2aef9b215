package dev.pillion.xds.json;

import com.fasterxml.jackson.databind.JsonNode;
import dev.pillion.mesh.listener.PortMapping;
import dev.pillion.mesh.model.ResourceId;
import dev.pillion.mesh.model.VirtualGatewaySpec;
import dev.pillion.mesh.model.VirtualNodeSpec;
import dev.pillion.mesh.model.VirtualRouterSpec;
import dev.pillion.mesh.state.MeshState;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// Where a route's protocol is not that of the listeners that it stands between. That is told and
/// not refused: a virtual router and its routes cannot change their protocol in one request, so
/// that a refusal would leave no way but to delete the routes first.
public final class RouteProtocols {
  private RouteProtocols() {}

  /// What does not go together, each a sentence; empty when all does.
  public static List<String> warnings(MeshState mesh, ResourceId id, SpecDocument document) {
    return switch (id) {
      case ResourceId.Route(var router, _) ->
          warnings(
              RouteRules.KINDS, "VirtualRouter " + router, router(mesh, router), mesh, document);
      case ResourceId.GatewayRoute(var gateway, _) ->
          warnings(
              GatewayRouteRules.KINDS,
              "VirtualGateway " + gateway,
              gateway(mesh, gateway),
              mesh,
              document);
      case ResourceId.Mesh _,
          ResourceId.VirtualNode _,
          ResourceId.VirtualRouter _,
          ResourceId.VirtualService _,
          ResourceId.VirtualGateway _ ->
          List.of();
    };
  }

  private static List<String> warnings(
      List<String> kinds,
      String parent,
      List<PortMapping> listeners,
      MeshState mesh,
      SpecDocument document) {
    JsonNode spec = JsonText.parse(document.text());
    var warnings = new ArrayList<String>();
    for (String kind : kinds) {
      JsonNode route = spec.path(kind);
      JsonNode port = route.path("match").path("port");
      var named =
          listeners.stream()
              .filter(listener -> !port.isInt() || port.intValue() == listener.port())
              .toList();
      if (spec.has(kind)) {
        warning(kind, parent, named).ifPresent(warnings::add);
      }
      for (JsonNode target : route.path("action").path("weightedTargets")) {
        String node = target.path("virtualNode").asText();
        warning(kind, "VirtualNode " + node, node(mesh, node)).ifPresent(warnings::add);
      }
    }
    return warnings;
  }

  private static Optional<String> warning(String kind, String of, List<PortMapping> listeners) {
    Stream<String> words = listeners.stream().map(listener -> listener.protocol().word());
    return listeners.isEmpty() || words.anyMatch(word -> kind.equals(word + "Route"))
        ? Optional.empty()
        : Optional.of("%s has no listener of the protocol of spec.%s".formatted(of, kind));
  }

  private static List<PortMapping> router(MeshState mesh, String name) {
    return Optional.ofNullable(mesh.virtualRouters().get(name))
        .map(VirtualRouterSpec::listeners)
        .orElse(List.of());
  }

  private static List<PortMapping> gateway(MeshState mesh, String name) {
    return Optional.ofNullable(mesh.virtualGateways().get(name))
        .map(VirtualGatewaySpec::ports)
        .orElse(List.of());
  }

  private static List<PortMapping> node(MeshState mesh, String name) {
    return Optional.ofNullable(mesh.virtualNodes().get(name))
        .map(VirtualNodeSpec::ports)
        .orElse(List.of());
  }
}
