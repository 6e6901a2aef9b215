package dev.pillion.inject.definition;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.function.Predicate;

/// What containers say of others by name.
final class References {
  private References() {}

  /// Has a container start after another.
  static void dependOn(Container container, String other, String condition) {
    container
        .json()
        .withArrayProperty("dependsOn")
        .addObject()
        .put("containerName", other)
        .put("condition", condition);
  }

  /// Takes out whatever names a container that is not there any more.
  static void cut(TaskDefinition definition, String gone, Notes notes) {
    for (Container container : definition.containers()) {
      ObjectNode json = container.json();
      remove(json, "dependsOn", item -> item.path("containerName").asText().equals(gone));
      if (remove(json, "links", item -> item.asText().split(":", 2)[0].equals(gone))) {
        notes.changed(
            "container " + container.name(), "its link to container '%s' is out".formatted(gone));
      }
      if (remove(json, "volumesFrom", item -> item.path("sourceContainer").asText().equals(gone))) {
        notes.left(
            "container " + container.name(),
            "it had the volumes of container '%s': give it mountPoints of its own".formatted(gone));
      }
    }
  }

  private static boolean remove(ObjectNode json, String member, Predicate<JsonNode> wanted) {
    if (!(json.get(member) instanceof ArrayNode list)) {
      return false;
    }
    int before = list.size();
    list.removeIf(wanted);
    if (before > 0 && list.isEmpty()) {
      json.remove(member);
    }
    return list.size() < before;
  }
}
