package dev.pillion.xds.json;

import com.fasterxml.jackson.databind.JsonNode;
import dev.pillion.mesh.listener.PortMapping;
import dev.pillion.mesh.listener.Protocol;
import dev.pillion.mesh.listener.Timeout;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Function;

/// Reads the values that specifications share. What it is given has passed the checks; a member
/// that is not there is a missing node.
final class Fields {
  // Ten years: past that, Envoy's own clocks overflow.
  private static final Duration LONGEST = Duration.ofDays(3650);

  private Fields() {}

  static String text(JsonNode node) {
    return node.asText();
  }

  static Optional<String> maybeText(JsonNode node) {
    return node.isTextual() ? Optional.of(node.textValue()) : Optional.empty();
  }

  static OptionalInt whole(JsonNode node) {
    return node.isInt() ? OptionalInt.of(node.intValue()) : OptionalInt.empty();
  }

  /// Something that is made of a structure, where the structure is there.
  static <T> Optional<T> maybe(JsonNode node, Function<JsonNode, T> read) {
    return node.isMissingNode() ? Optional.empty() : Optional.of(read.apply(node));
  }

  static <T> List<T> list(JsonNode node, Function<JsonNode, T> read) {
    var items = new ArrayList<T>();
    node.forEach(item -> items.add(read.apply(item)));
    return items;
  }

  /// A duration without a value says nothing; one without a unit is of seconds.
  static Optional<Duration> duration(JsonNode node) {
    JsonNode value = node.path("value");
    if (value.isMissingNode()) {
      return Optional.empty();
    }
    boolean millis = node.path("unit").asText("s").equals("ms");
    long limit = millis ? LONGEST.toMillis() : LONGEST.toSeconds();
    long given = Math.min(value.longValue(), limit);
    return Optional.of(millis ? Duration.ofMillis(given) : Duration.ofSeconds(given));
  }

  static Timeout timeout(JsonNode node) {
    return new Timeout(duration(node.path("perRequest")), duration(node.path("idle")));
  }

  static Duration millis(JsonNode node) {
    return Duration.ofMillis(node.longValue());
  }

  static PortMapping portMapping(JsonNode node) {
    return new PortMapping(node.path("port").intValue(), protocol(node.path("protocol")));
  }

  static Protocol protocol(JsonNode node) {
    String word = node.textValue();
    for (Protocol protocol : Protocol.values()) {
      if (protocol.word().equals(word)) {
        return protocol;
      }
    }
    throw new IllegalArgumentException("no such protocol: " + word);
  }
}
