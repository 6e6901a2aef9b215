package dev.pillion.templates.plan;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;

/// Where two specifications differ, as lines: `spec.listeners[0].portMapping.port: 80 -> 8080`.
final class Differences {
  private static final int LONGEST_VALUE = 60;

  private final List<String> lines = new ArrayList<>();

  private Differences() {}

  static List<String> between(JsonNode is, JsonNode wanted) {
    var differences = new Differences();
    differences.add("spec", is, wanted);
    return differences.lines;
  }

  /// Differences of tags that are wanted; others are left alone.
  static List<String> between(SortedMap<String, String> is, SortedMap<String, String> wanted) {
    return wanted.entrySet().stream()
        .filter(tag -> !Objects.equals(is.get(tag.getKey()), tag.getValue()))
        .map(tag ->
            "tag %s: %s -> %s"
                .formatted(tag.getKey(), is.getOrDefault(tag.getKey(), "none"), tag.getValue()))
        .toList();
  }

  private void add(String at, JsonNode is, JsonNode wanted) {
    if (is.isObject() && wanted.isObject()) {
      var names = new LinkedHashSet<String>();
      is.properties().stream().map(Map.Entry::getKey).forEach(names::add);
      wanted.properties().stream().map(Map.Entry::getKey).forEach(names::add);
      names.forEach(name -> add(at + "." + name, is.path(name), wanted.path(name)));
    } else if (is.isArray() && wanted.isArray()) {
      for (int i = 0; i < Math.max(is.size(), wanted.size()); i++) {
        add(at + "[" + i + "]", is.path(i), wanted.path(i));
      }
    } else if (!is.equals(wanted)) {
      lines.add("%s: %s -> %s".formatted(at, shown(is), shown(wanted)));
    }
  }

  private static String shown(JsonNode node) {
    if (node.isMissingNode()) {
      return "none";
    }
    String text = node.toString();
    return text.length() <= LONGEST_VALUE ? text : text.substring(0, LONGEST_VALUE - 1) + "…";
  }
}
