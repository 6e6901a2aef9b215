package dev.pillion.agent.choice;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.time.Instant;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/// Choices as JSON: an object by ARN, each with `joined`, an object of labels, or `left`, a time.
final class ChoiceText {
  private static final String JOINED = "joined";
  private static final String LEFT = "left";

  private ChoiceText() {}

  static String of(SortedMap<String, Choice> choices) {
    var root = JsonNodeFactory.instance.objectNode();
    choices.forEach((arn, choice) -> {
      var entry = root.putObject(arn);
      switch (choice) {
        case Choice.Joined(var labels) -> {
          var given = entry.putObject(JOINED);
          new TreeMap<>(labels).forEach(given::put);
        }
        case Choice.Left(var until) -> entry.put(LEFT, until.toString());
      }
    });
    return root.toPrettyString() + "\n";
  }

  /// @throws JsonProcessingException when it is no JSON
  /// @throws RuntimeException when an entry is none of these
  static Map<String, Choice> parse(String text) throws JsonProcessingException {
    var choices = new TreeMap<String, Choice>();
    for (var entry : new ObjectMapper().readTree(text).properties()) {
      choices.put(entry.getKey(), choice(entry.getValue()));
    }
    return choices;
  }

  private static Choice choice(JsonNode entry) {
    if (entry.has(LEFT)) {
      return new Choice.Left(Instant.parse(entry.get(LEFT).asText()));
    }
    if (!entry.path(JOINED).isObject()) {
      throw new IllegalArgumentException("an entry is neither joined nor left: " + entry);
    }
    var labels = new TreeMap<String, String>();
    entry
        .get(JOINED)
        .properties()
        .forEach(label -> labels.put(label.getKey(), label.getValue().asText()));
    return new Choice.Joined(labels);
  }
}
