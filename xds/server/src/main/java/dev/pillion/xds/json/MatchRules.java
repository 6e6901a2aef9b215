package dev.pillion.xds.json;

import com.fasterxml.jackson.databind.JsonNode;
import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import java.util.Arrays;

/// What App Mesh asks of the matches of routes and gateway routes alike.
final class MatchRules {
  private static final int LARGEST_PROGRAM = 1000;
  private static final Pattern HEADER_NAME = Pattern.compile(":?[!#-+.-9A-Z^-z|~*-]+");

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
    checkRegex(at + ".path.regex", match.path("path").path("regex"), findings);
    JsonNode parameters = match.path("queryParameters");
    for (int i = 0; i < parameters.size(); i++) {
      JsonNode name = parameters.path(i).path("name");
      if (name.isTextual() && (name.textValue().isEmpty() || name.textValue().length() > 1024)) {
        findings.violation(
            at + ".queryParameters[" + i + "].name", "must have 1 to 1024 characters");
      }
    }
  }

  /// The conditions on headers or metadata.
  static void checkValues(String at, JsonNode conditions, Findings findings) {
    for (int i = 0; i < conditions.size(); i++) {
      String path = at + "[" + i + "]";
      JsonNode name = conditions.path(i).path("name");
      if (name.isTextual() && !HEADER_NAME.matcher(name.textValue()).matches()) {
        findings.violation(path + ".name", "must be the name of a header, unlike " + name);
      }
      JsonNode match = conditions.path(i).path("match");
      checkRegex(path + ".match.regex", match.path("regex"), findings);
      JsonNode range = match.path("range");
      if (range.isObject() && range.path("start").asLong() >= range.path("end").asLong()) {
        findings.violation(path + ".match.range", "must start before it ends");
      }
    }
  }

  /// An expression that Envoy takes; the bound on its size is the one that App Mesh's Envoys had.
  private static void checkRegex(String at, JsonNode regex, Findings findings) {
    if (!regex.isTextual()) {
      return;
    }
    try {
      if (Pattern.compile(regex.textValue()).programSize() > LARGEST_PROGRAM) {
        findings.violation(at, "must be simpler: compiled it has over 1000 instructions");
      }
    } catch (PatternSyntaxException e) {
      findings.violation(
          at,
          "must be an RE2 expression (no look-around, no back-references): " + e.getDescription());
    }
  }
}
