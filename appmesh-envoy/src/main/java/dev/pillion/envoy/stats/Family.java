package dev.pillion.envoy.stats;

import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/// A metric: its values by their labels.
///
/// @param name without App Mesh's prefix, such as `RequestCount`
public record Family(String name, Kind kind, SortedMap<Labels, Value> values) {
  /// What Prometheus calls it with the prefix.
  public static final String PREFIX = "envoy_appmesh_";

  /// Copies the values.
  public Family {
    values = new TreeMap<>(values);
  }

  /// Prometheus's kinds.
  public enum Kind {
    /// It goes up.
    COUNTER,
    /// It goes up and down.
    GAUGE,
    /// How often there was what.
    HISTOGRAM
  }

  /// Labels in their order.
  public record Labels(SortedMap<String, String> byName) implements Comparable<Labels> {
    /// Copies the map.
    public Labels {
      byName = new TreeMap<>(byName);
    }

    /// With one more.
    public Labels with(String name, String value) {
      var more = new TreeMap<>(byName);
      more.put(name, value);
      return new Labels(more);
    }

    @Override
    public int compareTo(Labels other) {
      return toString().compareTo(other.toString());
    }

    /// As Prometheus writes them; empty where there are none.
    @Override
    public String toString() {
      return byName.isEmpty()
          ? ""
          : byName.entrySet().stream()
              .map(label -> label.getKey() + "=\"" + escaped(label.getValue()) + '"')
              .collect(Collectors.joining(",", "{", "}"));
    }

    private static String escaped(String value) {
      return value.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n");
    }
  }

  /// Prometheus's text, the name with or without App Mesh's prefix.
  public String text(String prefix) {
    String full = prefix + name;
    var text = new StringBuilder();
    text.append("# TYPE ").append(full).append(' ').append(word()).append('\n');
    for (Map.Entry<Labels, Value> one : values.entrySet()) {
      switch (one.getValue()) {
        case Value.Count(long number) ->
            text.append(full).append(one.getKey()).append(' ').append(number).append('\n');
        case Value.Histogram histogram -> histogram.write(text, full, one.getKey());
      }
    }
    return text.toString();
  }

  private String word() {
    return switch (kind) {
      case COUNTER -> "counter";
      case GAUGE -> "gauge";
      case HISTOGRAM -> "histogram";
    };
  }
}
