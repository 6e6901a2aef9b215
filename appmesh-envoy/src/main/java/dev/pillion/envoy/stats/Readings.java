package dev.pillion.envoy.stats;

import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Envoy's statistics, as its admin interface writes them.
public final class Readings {
  // envoy_cluster_upstream_rq_time_bucket{envoy_cluster_name="a",le="0.5"} 1
  private static final Pattern TIME =
      Pattern.compile("envoy_cluster_upstream_rq_time_(bucket|sum|count)\\{(.*)} ([0-9.eE+-]+)");
  private static final Pattern LABEL =
      Pattern.compile("([A-Za-z_][A-Za-z0-9_]*)=\"((?:[^\"\\\\]|\\\\.)*)\"");
  private static final String CLUSTER = "envoy_cluster_name";

  private Readings() {}

  /// Counters and gauges of `/stats`, by their names.
  public static Map<String, Long> numbers(String stats) {
    var numbers = new HashMap<String, Long>();
    stats
        .lines()
        .forEach(line -> {
          int colon = line.lastIndexOf(": ");
          if (colon > 0 && isNumber(line, colon + 2)) {
            numbers.put(line.substring(0, colon), Long.parseLong(line.substring(colon + 2)));
          }
        });
    return numbers;
  }

  private static boolean isNumber(String line, int from) {
    for (int i = from; i < line.length(); i++) {
      if (!Character.isDigit(line.charAt(i))) {
        return false;
      }
    }
    return from < line.length() && line.length() - from <= 18;
  }

  /// The histograms of `upstream_rq_time` in `/stats?format=prometheus`, by their cluster.
  public static Map<String, Value.Histogram> times(String prometheus) {
    var growing = new HashMap<String, Growing>();
    prometheus
        .lines()
        .map(TIME::matcher)
        .filter(Matcher::matches)
        .forEach(line -> {
          Map<String, String> labels = labels(line.group(2));
          var times = growing.computeIfAbsent(labels.getOrDefault(CLUSTER, ""), _ -> new Growing());
          times.add(line.group(1), labels.getOrDefault("le", ""), line.group(3));
        });
    var times = new HashMap<String, Value.Histogram>();
    growing.forEach((cluster, one) -> times.put(cluster, one.histogram()));
    return times;
  }

  private static Map<String, String> labels(String text) {
    var labels = new HashMap<String, String>();
    Matcher label = LABEL.matcher(text);
    while (label.find()) {
      String value = label.group(2).replace("\\\"", "\"").replace("\\\\", "\\");
      labels.put(label.group(1), value);
    }
    return labels;
  }

  private static final class Growing {
    private final TreeMap<Double, Long> buckets = new TreeMap<>();
    private double sum;
    private long count;

    void add(String part, String bound, String number) {
      switch (part) {
        case "bucket" ->
            buckets.put(
                bound.equals("+Inf") ? Double.POSITIVE_INFINITY : Double.parseDouble(bound),
                (long) Double.parseDouble(number));
        case "sum" -> sum = Double.parseDouble(number);
        default -> count = (long) Double.parseDouble(number);
      }
    }

    Value.Histogram histogram() {
      return new Value.Histogram(buckets, sum, count);
    }
  }
}
