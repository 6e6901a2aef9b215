package dev.pillion.templates.text;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;

/// JSON as values, and values as JSON.
public final class Json {
  private static final JsonMapper MAPPER =
      JsonMapper.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build();
  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

  private Json() {}

  /// The value that the text is; numbers as they were written.
  ///
  /// @throws JsonProcessingException when it is no JSON
  static Value read(String text) throws JsonProcessingException {
    try (JsonParser parser = MAPPER.createParser(text)) {
      parser.nextToken();
      Value value = value(parser);
      if (parser.nextToken() != null) {
        throw new com.fasterxml.jackson.core.JsonParseException(
            parser, "there is more after its end");
      }
      return value;
    } catch (JsonProcessingException e) {
      throw e;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Value value(JsonParser parser) throws IOException {
    return switch (parser.currentToken()) {
      case START_OBJECT -> {
        var members = new LinkedHashMap<String, Value>();
        while (parser.nextToken() != JsonToken.END_OBJECT) {
          String name = parser.currentName();
          parser.nextToken();
          members.put(name, value(parser));
        }
        yield Value.mappingOrCall(members);
      }
      case START_ARRAY -> {
        List<Value> items = new ArrayList<>();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
          items.add(value(parser));
        }
        yield new Value.Items(items);
      }
      case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> new Value.Numeral(parser.getText());
      case VALUE_TRUE, VALUE_FALSE -> new Value.Flag(parser.getBooleanValue(), parser.getText());
      case VALUE_NULL -> new Value.Nothing();
      case VALUE_STRING -> new Value.Text(parser.getText());
      case NOT_AVAILABLE, END_OBJECT, END_ARRAY, FIELD_NAME, VALUE_EMBEDDED_OBJECT ->
          throw new com.fasterxml.jackson.core.JsonParseException(parser, "it ends too early");
    };
  }

  /// The value as JSON, each in its own form.
  public static JsonNode typed(Value value) {
    return node(value, true);
  }

  /// The value as JSON with every number and flag as text, as it was written: for those who know
  /// what is meant.
  public static JsonNode texts(Value value) {
    return node(value, false);
  }

  private static JsonNode node(Value value, boolean typed) {
    return switch (value) {
      case Value.Numeral(var text) when typed -> number(text);
      case Value.Flag(var is, _) when typed -> JSON.booleanNode(is);
      case Value.Scalar scalar -> JSON.textNode(scalar.text());
      case Value.Nothing(), Value.Absent() -> JSON.nullNode();
      case Value.Items(var items) -> {
        var array = JSON.arrayNode(items.size());
        items.forEach(item -> array.add(node(item, typed)));
        yield array;
      }
      case Value.Members(var members) -> {
        var object = JSON.objectNode();
        members.forEach((name, member) -> object.set(name, node(member, typed)));
        yield object;
      }
      case Value.Call(var function, var argument) ->
          JSON.objectNode().set(function, node(argument, typed));
    };
  }

  private static JsonNode number(String text) {
    var number = new BigDecimal(text);
    if (number.scale() <= 0 && number.precision() - number.scale() < 19) {
      return JSON.numberNode(number.longValueExact());
    }
    return JSON.numberNode(number);
  }
}
