package dev.pillion.xds.json;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import java.util.Optional;

/// Writes what the health addresses answer.
public final class HealthJson {
  private HealthJson() {}

  /// The process serves.
  public static String alive() {
    return JsonText.text(JsonNodeFactory.instance.objectNode().put("status", "ok"));
  }

  /// Whether requests should come, with each check.
  ///
  /// @param checks by name, the problem and its remedy where there is one
  public static String ready(Map<String, Optional<String>> checks) {
    ObjectNode body = JsonNodeFactory.instance.objectNode();
    body.put("ready", checks.values().stream().allMatch(Optional::isEmpty));
    ArrayNode list = body.putArray("checks");
    checks.forEach((name, problem) -> {
      ObjectNode check = list.addObject().put("name", name).put("ok", problem.isEmpty());
      problem.ifPresent(text -> check.put("problem", text));
    });
    return JsonText.text(body);
  }
}
