package dev.pillion.xds.json;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/// Holds a JSON value against its shape and returns it as it is to be kept: in the order in which
/// it was sent, numbers as they were written, less nulls and members that App Mesh's model does not
/// have.
final class ShapeCheck {
  private final Findings findings;

  ShapeCheck(Findings findings) {
    this.findings = findings;
  }

  JsonNode kept(JsonNode node, Shape shape, String path) {
    switch (shape) {
      case Shape.Structure structure -> {
        if (node instanceof ObjectNode object) {
          return kept(object, structure, path);
        }
        violation(path, "must be an object");
      }
      case Shape.ListOf list -> {
        if (node instanceof ArrayNode array) {
          return kept(array, list, path);
        }
        violation(path, "must be a list");
      }
      case Shape.Text text -> check(node, text, path);
      case Shape.Choice(List<String> words) -> {
        if (!node.isTextual() || !words.contains(node.textValue())) {
          violation(path, "must be one of " + String.join(", ", words) + ", not " + brief(node));
        }
      }
      case Shape.Whole(long min, long max) -> {
        boolean whole = node.isIntegralNumber() && node.canConvertToLong();
        if (!whole || node.longValue() < min || node.longValue() > max) {
          violation(path, "must be " + range(min, max, "a whole number") + ", not " + brief(node));
        }
      }
      case Shape.Flag() -> {
        if (!node.isBoolean()) {
          violation(path, "must be true or false, not " + brief(node));
        }
      }
    }
    return node;
  }

  private JsonNode kept(ObjectNode object, Shape.Structure structure, String path) {
    ObjectNode kept = JsonNodeFactory.instance.objectNode();
    for (Map.Entry<String, JsonNode> property : object.properties()) {
      String name = property.getKey();
      String at = path.isEmpty() ? name : path + "." + name;
      Shape.Member member = structure.members().get(name);
      if (property.getValue().isNull()) {
        continue;
      }
      if (member == null) {
        findings.ignored(at);
        continue;
      }
      kept.set(name, kept(property.getValue(), member.shape(), at));
    }
    structure
        .members()
        .forEach((name, member) -> {
          if (member.required() && !kept.has(name)) {
            findings.violation(path.isEmpty() ? name : path + "." + name, "is required");
          }
        });
    if (structure.union() && kept.size() != 1) {
      violation(
          path, "must have exactly one of " + String.join(", ", structure.members().keySet()));
    }
    return kept;
  }

  private JsonNode kept(ArrayNode array, Shape.ListOf list, String path) {
    if (array.size() < list.min() || array.size() > list.max()) {
      violation(
          path,
          "must have %s items, not %d"
              .formatted(range(list.min(), list.max(), "some"), array.size()));
    }
    ArrayNode kept = JsonNodeFactory.instance.arrayNode(array.size());
    int index = 0;
    for (JsonNode item : array) {
      kept.add(kept(item, list.item(), path + "[" + index + "]"));
      index++;
    }
    return kept;
  }

  private void check(JsonNode node, Shape.Text text, String path) {
    if (!node.isTextual()) {
      violation(path, "must be a string, not " + brief(node));
      return;
    }
    String value = node.textValue();
    int length = value.codePointCount(0, value.length());
    if (length < text.min() || length > text.max()) {
      violation(
          path,
          "must have %s characters, not %d"
              .formatted(range(text.min(), text.max(), "some"), length));
    }
    text.pattern()
        .filter(pattern -> !pattern.matcher(value).matches())
        .ifPresent(pattern -> violation(path, "must match " + pattern + ", unlike " + brief(node)));
  }

  private void violation(String path, String must) {
    findings.violation(path, must);
  }

  private static String range(long min, long max, String unbounded) {
    if (max < Integer.MAX_VALUE) {
      return min + " to " + max;
    }
    return min == Long.MIN_VALUE ? unbounded : min + " or more";
  }

  /// The value for a message: short, and on one line.
  private static String brief(JsonNode node) {
    String text = node.toString();
    String line =
        text.codePoints()
            .limit(60)
            .mapToObj(c -> Character.isISOControl(c) ? " " : Character.toString(c))
            .collect(Collectors.joining());
    return line.length() < text.length() ? line + "…" : line;
  }
}
