package dev.pillion.xds.json;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/// Specifications as the properties of a CloudFormation template, and back. The names differ by
/// rule, and a template may write a number or a flag as text and text as a number: App Mesh's
/// shapes say what is meant.
public final class TemplateJson {
  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
  private static final Set<String> YES = Set.of("true", "yes", "on");
  private static final Set<String> NO = Set.of("false", "no", "off");

  /// Members that CloudFormation does not name by the rule.
  private static final Map<String, String> EXCEPTIONS =
      Map.of(
          "tls", "TLS",
          "dns", "DNS",
          "awsCloudMap", "AWSCloudMap",
          "acm", "ACM",
          "sds", "SDS",
          "http", "HTTP",
          "http2", "HTTP2",
          "grpc", "GRPC",
          "tcp", "TCP");

  private final List<String> unknown = new ArrayList<>();

  private TemplateJson() {}

  /// A specification in the API's form.
  ///
  /// @param unknown properties that App Mesh does not have, each with those that it has there
  public record Read(JsonNode spec, List<String> unknown) {
    /// Copies its list.
    public Read {
      unknown = List.copyOf(unknown);
    }
  }

  /// Reads the property `Spec`. What has another form than App Mesh's stays as it is, for whoever
  /// checks the specification to tell.
  public static Read spec(Kind kind, JsonNode properties) {
    var reading = new TemplateJson();
    JsonNode spec = reading.read(properties, SpecShapes.of(kind), "Spec");
    return new Read(spec, reading.unknown);
  }

  /// Writes a specification as the property `Spec`.
  public static JsonNode properties(Kind kind, JsonNode spec) {
    return written(spec, SpecShapes.of(kind));
  }

  /// CloudFormation's name for a member: `portMapping` is `PortMapping`, `dns` is `DNS`.
  public static String property(String member) {
    String exception = EXCEPTIONS.get(member);
    return exception != null
        ? exception
        : member.substring(0, 1).toUpperCase(Locale.ROOT) + member.substring(1);
  }

  private JsonNode read(JsonNode node, Shape shape, String at) {
    return switch (shape) {
      case Shape.Structure structure when node instanceof ObjectNode object ->
          read(object, structure, at);
      case Shape.ListOf list when node instanceof ArrayNode array -> {
        var items = JSON.arrayNode(array.size());
        for (JsonNode item : array) {
          items.add(read(item, list.item(), at + "[" + items.size() + "]"));
        }
        yield items;
      }
      case Shape.Whole _ -> whole(node);
      case Shape.Flag _ -> flag(node);
      case Shape.Text _, Shape.Choice _ ->
          node.isNumber() || node.isBoolean() ? JSON.textNode(node.asText()) : node;
      case Shape.Structure _, Shape.ListOf _ -> node;
    };
  }

  private ObjectNode read(ObjectNode object, Shape.Structure structure, String at) {
    var members = new TreeMap<String, String>();
    structure.members().keySet().forEach(member -> members.put(property(member), member));
    ObjectNode read = JSON.objectNode();
    for (Map.Entry<String, JsonNode> property : object.properties()) {
      String path = at + "." + property.getKey();
      String name = members.get(property.getKey());
      Shape.Member member = name == null ? null : structure.members().get(name);
      if (name == null || member == null) {
        unknown.add(
            path + " is no property of App Mesh's; it has " + String.join(", ", members.keySet()));
      } else if (!property.getValue().isNull()) {
        read.set(name, read(property.getValue(), member.shape(), path));
      }
    }
    return read;
  }

  private static JsonNode whole(JsonNode node) {
    if (node.isTextual()) {
      try {
        return JSON.numberNode(new BigDecimal(node.textValue().strip()).longValueExact());
      } catch (ArithmeticException | NumberFormatException _) {
        return node;
      }
    }
    return node;
  }

  private static JsonNode flag(JsonNode node) {
    String text = node.isTextual() ? node.textValue().toLowerCase(Locale.ROOT) : "";
    if (YES.contains(text) || NO.contains(text)) {
      return JSON.booleanNode(YES.contains(text));
    }
    return node;
  }

  private static JsonNode written(JsonNode node, Shape shape) {
    return switch (shape) {
      case Shape.Structure structure when node instanceof ObjectNode object -> {
        ObjectNode written = JSON.objectNode();
        for (Map.Entry<String, JsonNode> member : object.properties()) {
          Shape.Member known = structure.members().get(member.getKey());
          if (known != null) {
            written.set(property(member.getKey()), written(member.getValue(), known.shape()));
          }
        }
        yield written;
      }
      case Shape.ListOf list when node instanceof ArrayNode array -> {
        var items = JSON.arrayNode(array.size());
        array.forEach(item -> items.add(written(item, list.item())));
        yield items;
      }
      case Shape.Structure _, Shape.ListOf _, Shape.Text _, Shape.Choice _ -> node;
      case Shape.Whole _, Shape.Flag _ -> node;
    };
  }
}
