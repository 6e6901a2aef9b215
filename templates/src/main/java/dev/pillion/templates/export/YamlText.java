package dev.pillion.templates.export;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/// JSON as YAML in block style. A text is plain only where nobody could take it for another thing.
final class YamlText {
  private static final Pattern PLAIN = Pattern.compile("[A-Za-z/][A-Za-z0-9_./:-]*[A-Za-z0-9/]");
  private static final Pattern PLAIN_ONE = Pattern.compile("[A-Za-z/]");
  private static final Set<String> WORDS =
      Set.of("true", "false", "yes", "no", "on", "off", "null", "y", "n");

  private YamlText() {}

  static String of(JsonNode json) {
    var text = new StringBuilder();
    write(json, 0, text);
    return text.toString();
  }

  /// Writes what follows a key or a dash, from the next line on where it has several.
  private static void write(JsonNode json, int depth, StringBuilder text) {
    String indent = "  ".repeat(depth);
    switch (json) {
      case ObjectNode object when !object.isEmpty() -> {
        for (Map.Entry<String, JsonNode> member : object.properties()) {
          text.append(indent).append(scalar(member.getKey())).append(':');
          nested(member.getValue(), depth + 1, text);
        }
      }
      case ArrayNode array when !array.isEmpty() -> {
        for (JsonNode item : array) {
          text.append(indent).append('-');
          if (item instanceof ObjectNode object && !object.isEmpty()) {
            var inner = new StringBuilder();
            write(object, depth + 1, inner);
            text.append(' ').append(inner.substring(2 * (depth + 1)));
          } else {
            nested(item, depth + 1, text);
          }
        }
      }
      default -> text.append(indent).append(leaf(json)).append('\n');
    }
  }

  private static void nested(JsonNode json, int depth, StringBuilder text) {
    if (json.isContainerNode() && !json.isEmpty()) {
      text.append('\n');
      write(json, depth, text);
    } else {
      text.append(' ').append(leaf(json)).append('\n');
    }
  }

  private static String leaf(JsonNode json) {
    if (json.isObject()) {
      return "{}";
    }
    if (json.isArray()) {
      return "[]";
    }
    return json.isTextual() ? scalar(json.textValue()) : json.toString();
  }

  private static String scalar(String text) {
    boolean plain = PLAIN.matcher(text).matches() || PLAIN_ONE.matcher(text).matches();
    boolean word = WORDS.contains(text.toLowerCase(java.util.Locale.ROOT));
    // A colon before a space or at the end would make it a mapping.
    return plain && !word && !text.contains(": ") && !text.endsWith(":") ? text : quoted(text);
  }

  private static String quoted(String text) {
    var quoted = new StringBuilder("\"");
    text.codePoints()
        .forEach(c -> {
          if (c == '"' || c == '\\') {
            quoted.append('\\').appendCodePoint(c);
          } else if (c < 0x20
              || (c >= 0x7f && c < 0xa0)
              || c == 0x2028
              || c == 0x2029
              || c == 0xfeff) {
            quoted.append("\\u%04x".formatted(c));
          } else if (c == 0xfffe || c == 0xffff) {
            quoted.append("\\u%04x".formatted(c));
          } else {
            quoted.appendCodePoint(c);
          }
        });
    return quoted.append('"').toString();
  }
}
