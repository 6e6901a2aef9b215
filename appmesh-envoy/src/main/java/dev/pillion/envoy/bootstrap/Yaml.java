package dev.pillion.envoy.bootstrap;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.pillion.envoy.settings.Exit;
import dev.pillion.envoy.settings.ImageException;
import dev.pillion.envoy.settings.Variable;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.composer.Composer;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;
import org.yaml.snakeyaml.parser.ParserImpl;
import org.yaml.snakeyaml.reader.StreamReader;
import org.yaml.snakeyaml.resolver.Resolver;

/// YAML (and so JSON) as the tree that Envoy's document is made of. Of the library only what makes
/// nodes is used: it needs no more of the Java runtime than its base.
final class Yaml {
  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
  private static final Set<String> TRUE = Set.of("true", "yes", "on");
  private static final Pattern WHOLE = Pattern.compile("[-+]?(0x[0-9a-f]+|0b[01]+|[0-9]+)");
  // Envoy's own documents are a dozen deep; a node within itself is deeper than any number.
  private static final int DEEPEST = 200;

  private Yaml() {}

  /// The mapping that the text is; empty when it says nothing.
  ///
  /// @throws ImageException when it is none
  static ObjectNode read(Variable variable, String path, String text) {
    try {
      var options = new LoaderOptions();
      var composer =
          new Composer(new ParserImpl(new StreamReader(text), options), new Resolver(), options);
      @Nullable Node document = composer.getSingleNode();
      if (document == null) {
        return JSON.objectNode();
      }
      JsonNode json = json(document, 0);
      if (json.isNull()) {
        return JSON.objectNode();
      }
      if (json instanceof ObjectNode mapping) {
        return mapping;
      }
      throw invalid(variable, path + " is no mapping", "give a part of a bootstrap document");
    } catch (MarkedYAMLException e) {
      var mark = e.getProblemMark();
      String place =
          mark == null
              ? ""
              : " at line %d, column %d".formatted(mark.getLine() + 1, mark.getColumn() + 1);
      throw invalid(
          variable, "%s is no YAML%s (%s)".formatted(path, place, e.getProblem()), "correct it");
    } catch (YAMLException e) {
      throw invalid(variable, "%s is no YAML (%s)".formatted(path, e.getMessage()), "correct it");
    }
  }

  private static JsonNode json(Node node, int depth) {
    if (depth > DEEPEST) {
      throw new YAMLException("something in it holds itself");
    }
    return switch (node) {
      case MappingNode mapping -> mapping(mapping, depth);
      case SequenceNode sequence -> {
        var array = JSON.arrayNode();
        sequence.getValue().forEach(item -> array.add(json(item, depth + 1)));
        yield array;
      }
      case ScalarNode scalar -> scalar(scalar);
      default -> throw new YAMLException("there is a node of an unknown kind");
    };
  }

  private static ObjectNode mapping(MappingNode mapping, int depth) {
    var object = JSON.objectNode();
    for (NodeTuple member : mapping.getValue()) {
      if (!(member.getKeyNode() instanceof ScalarNode key)) {
        throw new YAMLException("a key is no word");
      }
      if (!key.getTag().equals(Tag.MERGE)) {
        object.set(key.getValue(), json(member.getValueNode(), depth + 1));
      }
    }
    for (NodeTuple member : mapping.getValue()) {
      if (member.getKeyNode().getTag().equals(Tag.MERGE)) {
        mergeInto(object, json(member.getValueNode(), depth + 1));
      }
    }
    return object;
  }

  /// `<<: *anchor`: what the mapping says itself goes first.
  private static void mergeInto(ObjectNode object, JsonNode merged) {
    if (merged.isArray()) {
      merged.forEach(one -> mergeInto(object, one));
    }
    for (var member : merged.properties()) {
      if (!object.has(member.getKey())) {
        object.set(member.getKey(), member.getValue());
      }
    }
  }

  private static JsonNode scalar(ScalarNode scalar) {
    String text = scalar.getValue();
    String plain = text.replace("_", "").toLowerCase(Locale.ROOT);
    Tag tag = scalar.getTag();
    if (tag.equals(Tag.NULL)) {
      return JSON.nullNode();
    }
    if (tag.equals(Tag.BOOL)) {
      return JSON.booleanNode(TRUE.contains(plain));
    }
    if (tag.equals(Tag.INT) && WHOLE.matcher(plain).matches()) {
      return JSON.numberNode(whole(plain));
    }
    if (tag.equals(Tag.FLOAT) && plain.matches("[-+]?[0-9]*\\.?[0-9]*(e[-+]?[0-9]+)?")) {
      return JSON.numberNode(new BigDecimal(plain));
    }
    return JSON.textNode(text);
  }

  /// As in YAML 1.1: 0600 is octal.
  private static BigInteger whole(String text) {
    String sign = text.startsWith("-") ? "-" : "";
    String digits = text.replaceFirst("^[-+]", "");
    if (digits.startsWith("0x")) {
      return new BigInteger(sign + digits.substring(2), 16);
    }
    if (digits.startsWith("0b")) {
      return new BigInteger(sign + digits.substring(2), 2);
    }
    boolean octal = digits.length() > 1 && digits.matches("0[0-7]+");
    return new BigInteger(sign + digits, octal ? 8 : 10);
  }

  private static ImageException invalid(Variable variable, String problem, String remedy) {
    return new ImageException(Exit.INVALID, variable.key(), problem, remedy);
  }
}
