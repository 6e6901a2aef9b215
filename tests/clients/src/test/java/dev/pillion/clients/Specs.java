package dev.pillion.clients;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/// The resources of this module's tests, as JSON files in `specs/`: a file a kind, each a list of
/// `{"names": …, "spec": …, "update": …}`. Together the specifications set every field of App
/// Mesh's.
///
/// @param mesh the name of the mesh that they are in
record Specs(String mesh) {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final TypeReference<Map<String, Object>> OBJECT = new TypeReference<>() {};

  /// The kinds, each after those that it needs.
  static final List<String> KINDS =
      List.of(
          "Mesh",
          "VirtualNode",
          "VirtualRouter",
          "Route",
          "VirtualService",
          "VirtualGateway",
          "GatewayRoute");

  /// A mesh of the test's own.
  static Specs of(Client client, String suffix) {
    return new Specs(client.toString().replace(' ', '-') + "-" + suffix);
  }

  /// All of them, each after those that it needs.
  List<Item> items() {
    return KINDS.stream().flatMap(kind -> items(kind).stream()).toList();
  }

  /// Those of that kind.
  List<Item> items(String kind) {
    var items = new ArrayList<Item>();
    for (JsonNode json : read("/specs/" + kind + ".json")) {
      var names = map(json.path("names"));
      names.put("meshName", mesh);
      Optional<Map<String, Object>> update =
          json.has("update") ? Optional.of(map(json.path("update"))) : Optional.empty();
      items.add(new Item(kind, names, map(json.path("spec")), update));
    }
    return items;
  }

  /// The first of that kind.
  Item first(String kind) {
    return items(kind).getFirst();
  }

  /// The one of that kind and name.
  Item named(String kind, String name) {
    return items(kind).stream().filter(i -> i.name().equals(name)).findFirst().orElseThrow();
  }

  /// JSON as the members that clients are called with.
  static Map<String, Object> members(String json) {
    try {
      return JSON.readValue(json, OBJECT);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(json, e);
    }
  }

  static ObjectNode tree(Map<String, Object> members) {
    try {
      return (ObjectNode) JSON.readTree(JSON.writeValueAsString(members));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  private static Map<String, Object> map(JsonNode json) {
    return new HashMap<>(JSON.convertValue(json, OBJECT));
  }

  static JsonNode read(String resource) {
    try (var text = Objects.requireNonNull(Specs.class.getResourceAsStream(resource), resource)) {
      return JSON.readTree(text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
