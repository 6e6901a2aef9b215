package dev.pillion.xds.json;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import dev.pillion.xds.translate.ScenarioFiles;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/// Every field of App Mesh's model, and every word that a field may have, stands in a scenario, so
/// that its translation is in a golden file and has been shown to Envoy.
final class ScenarioCoverageTest {
  private static final Map<Kind, String> MEMBERS =
      Map.of(
          Kind.VIRTUAL_NODE, "virtualNodes",
          Kind.VIRTUAL_ROUTER, "virtualRouters",
          Kind.ROUTE, "routes",
          Kind.VIRTUAL_SERVICE, "virtualServices",
          Kind.VIRTUAL_GATEWAY, "virtualGateways",
          Kind.GATEWAY_ROUTE, "gatewayRoutes");

  @Test
  void everyFieldOfTheModelIsInAScenario() {
    var fields = new TreeSet<String>();
    for (Kind kind : Kind.values()) {
      collect(SpecShapes.of(kind), kind + " ", fields);
    }
    fields.removeAll(set());
    // The API refuses it there, as App Mesh did.
    fields.removeIf(field -> field.startsWith("ROUTE .httpRoute.match.scheme"));
    assertEquals(Set.of(), fields);
  }

  private static Set<String> set() {
    var set = new TreeSet<String>();
    for (JsonNode document : ScenarioFiles.documents().values()) {
      note(document.path("mesh"), SpecShapes.of(Kind.MESH), Kind.MESH + " ", set);
      MEMBERS.forEach((kind, member) ->
          document.path(member).forEach(spec -> note(spec, SpecShapes.of(kind), kind + " ", set)));
    }
    return set;
  }

  private static void collect(Shape shape, String path, Set<String> fields) {
    switch (shape) {
      case Shape.Structure(_, var members) ->
          members.forEach((name, member) -> {
            fields.add(path + "." + name);
            collect(member.shape(), path + "." + name, fields);
          });
      case Shape.ListOf(var item, _, _) -> collect(item, path, fields);
      case Shape.Choice(List<String> words) -> words.forEach(word -> fields.add(path + "=" + word));
      case Shape.Flag() -> {
        fields.add(path + "=true");
        fields.add(path + "=false");
      }
      case Shape.Text _, Shape.Whole _ -> {}
    }
  }

  private static void note(JsonNode node, Shape shape, String path, Set<String> set) {
    switch (shape) {
      case Shape.Structure(_, var members) ->
          members.forEach((name, member) -> {
            if (node.has(name)) {
              set.add(path + "." + name);
              note(node.path(name), member.shape(), path + "." + name, set);
            }
          });
      case Shape.ListOf(var item, _, _) -> node.forEach(each -> note(each, item, path, set));
      case Shape.Choice _, Shape.Flag _ -> set.add(path + "=" + node.asText());
      case Shape.Text _, Shape.Whole _ -> {}
    }
  }
}
