package dev.pillion.xds.json;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Arrays;

/// What App Mesh asks of the matches of routes and gateway routes alike.
final class MatchRules {
  private MatchRules() {}

  /// Of the members, the object must have just one; what is no object is told of elsewhere.
  static void exactlyOne(String at, JsonNode node, Findings findings, String... members) {
    if (node.isObject() && Arrays.stream(members).filter(node::has).count() != 1) {
      findings.violation(at, "must have exactly one of " + String.join(", ", members));
    }
  }

  /// Of the members, the object may have one.
  static void atMostOne(String at, JsonNode node, Findings findings, String... members) {
    if (Arrays.stream(members).filter(node::has).count() > 1) {
      findings.violation(at, "must have only one of " + String.join(", ", members));
    }
  }

  /// Of the members, the object must have some.
  static void atLeastOne(String at, JsonNode node, Findings findings, String... members) {
    if (node.isObject() && Arrays.stream(members).noneMatch(node::has)) {
      findings.violation(at, "must have at least one of " + String.join(", ", members));
    }
  }

  /// The match's prefix and path, each by itself.
  static void checkPath(String at, JsonNode match, Findings findings) {
    JsonNode prefix = match.path("prefix");
    if (prefix.isTextual() && !prefix.textValue().startsWith("/")) {
      findings.violation(at + ".prefix", "must start with '/'");
    }
    exactlyOne(at + ".path", match.path("path"), findings, "exact", "regex");
  }

  /// The ranges among the conditions on headers or metadata.
  static void checkRanges(String at, JsonNode conditions, Findings findings) {
    for (int i = 0; i < conditions.size(); i++) {
      JsonNode range = conditions.path(i).path("match").path("range");
      if (range.isObject() && range.path("start").asLong() >= range.path("end").asLong()) {
        findings.violation(at + "[" + i + "].match.range", "must start before it ends");
      }
    }
  }
}
