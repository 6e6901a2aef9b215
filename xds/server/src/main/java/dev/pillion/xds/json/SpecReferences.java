package dev.pillion.xds.json;

import com.fasterxml.jackson.databind.JsonNode;
import dev.pillion.mesh.model.ResourceId;
import dev.pillion.mesh.state.Reference;
import java.util.ArrayList;
import java.util.List;

/// Finds the resources that a specification names and that must exist, also in one that is broken
/// elsewhere, so that one answer can list all that is wrong with it.
final class SpecReferences {
  private SpecReferences() {}

  static List<Reference> of(Kind kind, JsonNode spec) {
    var found = new ArrayList<Reference>();
    switch (kind) {
      case ROUTE -> RouteRules.KINDS.forEach(route -> addTargets(route, spec, found));
      case VIRTUAL_SERVICE -> addProvider(spec.path("provider"), found);
      case GATEWAY_ROUTE ->
          GatewayRouteRules.KINDS.forEach(route -> addService(route, spec, found));
      case MESH, VIRTUAL_NODE, VIRTUAL_ROUTER, VIRTUAL_GATEWAY -> {}
    }
    return List.copyOf(found);
  }

  private static void addTargets(String kind, JsonNode spec, List<Reference> found) {
    JsonNode targets = spec.path(kind).path("action").path("weightedTargets");
    for (int i = 0; i < targets.size(); i++) {
      JsonNode node = targets.path(i).path("virtualNode");
      if (node.isTextual()) {
        String at = "spec.%s.action.weightedTargets[%d].virtualNode".formatted(kind, i);
        found.add(new Reference(new ResourceId.VirtualNode(node.textValue()), at));
      }
    }
  }

  private static void addService(String kind, JsonNode spec, List<Reference> found) {
    JsonNode service =
        spec.path(kind)
            .path("action")
            .path("target")
            .path("virtualService")
            .path("virtualServiceName");
    if (service.isTextual()) {
      String at = "spec.%s.action.target.virtualService.virtualServiceName".formatted(kind);
      found.add(new Reference(new ResourceId.VirtualService(service.textValue()), at));
    }
  }

  private static void addProvider(JsonNode provider, List<Reference> found) {
    JsonNode node = provider.path("virtualNode").path("virtualNodeName");
    if (node.isTextual()) {
      found.add(
          new Reference(
              new ResourceId.VirtualNode(node.textValue()),
              "spec.provider.virtualNode.virtualNodeName"));
    }
    JsonNode router = provider.path("virtualRouter").path("virtualRouterName");
    if (router.isTextual()) {
      found.add(
          new Reference(
              new ResourceId.VirtualRouter(router.textValue()),
              "spec.provider.virtualRouter.virtualRouterName"));
    }
  }
}
