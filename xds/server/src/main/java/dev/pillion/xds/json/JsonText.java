package dev.pillion.xds.json;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.pillion.mesh.model.MeshException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.TreeMap;

/// JSON as text and as a tree: strict in what it reads (no duplicate members, nothing after the
/// value), and true to numbers as they were written.
final class JsonText {
  private static final JsonMapper MAPPER =
      JsonMapper.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
          .disable(JsonParser.Feature.INCLUDE_SOURCE_IN_LOCATION)
          .build();

  private JsonText() {}

  static JsonNode parse(String text) {
    return parse(text.getBytes(StandardCharsets.UTF_8));
  }

  /// The object in a request's body; an empty body is an empty object.
  static ObjectNode object(byte[] body) {
    if (body.length == 0) {
      return JsonNodeFactory.instance.objectNode();
    }
    if (!(parse(body) instanceof ObjectNode object)) {
      throw malformed("it is not an object");
    }
    // Half of a surrogate pair, written as an escape, is no character and could not be stored.
    if (!StandardCharsets.UTF_8.newEncoder().canEncode(object.toString())) {
      throw malformed("a string in it has half of a surrogate pair");
    }
    return object;
  }

  static JsonNode parse(byte[] text) {
    try {
      JsonNode node = MAPPER.readTree(text);
      if (node.isMissingNode()) {
        throw malformed("it is empty");
      }
      return node;
    } catch (JsonProcessingException e) {
      var at = e.getLocation();
      // The parser's text goes on to tell where an object began, in words that help nobody.
      String problem = e.getOriginalMessage().replaceFirst(" \\(start marker at .*", "");
      throw malformed(
          at == null
              ? problem
              : "line %d, column %d: %s".formatted(at.getLineNr(), at.getColumnNr(), problem));
    } catch (IOException e) {
      // Bytes that are no text in the encoding that their beginning tells of.
      throw malformed(String.valueOf(e.getMessage()));
    }
  }

  static String text(JsonNode node) {
    try {
      return MAPPER.writeValueAsString(node);
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// The same value with the members of each object in the order of their names.
  static JsonNode sorted(JsonNode node) {
    if (node.isObject()) {
      var members = new TreeMap<String, JsonNode>();
      node.properties().forEach(member -> members.put(member.getKey(), sorted(member.getValue())));
      ObjectNode object = JsonNodeFactory.instance.objectNode();
      members.forEach(object::set);
      return object;
    }
    if (node.isArray()) {
      var array = JsonNodeFactory.instance.arrayNode(node.size());
      node.forEach(item -> array.add(sorted(item)));
      return array;
    }
    return node;
  }

  private static MeshException malformed(String problem) {
    return new MeshException(
        MeshException.Code.INVALID,
        "request body",
        "it is not well-formed JSON: " + problem,
        "send one JSON object");
  }
}
