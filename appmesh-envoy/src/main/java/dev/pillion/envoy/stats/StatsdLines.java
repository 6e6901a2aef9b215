package dev.pillion.envoy.stats;

import dev.pillion.envoy.stats.Family.Labels;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/// Metrics in DogStatsD's words, under the names that App Mesh's image gave them there.
public final class StatsdLines {
  private static final String PREFIX = "envoy.appmesh.";

  private StatsdLines() {}

  /// One line a value. Of a histogram, one a bucket: so many times the middle of its bounds.
  ///
  /// @param since what has come since the last time
  public static List<String> of(List<Family> since) {
    var lines = new ArrayList<String>();
    for (Family family : since) {
      family
          .values()
          .forEach((labels, value) -> {
            String tags = tags(labels);
            switch (value) {
              case Value.Count(long number) -> number(lines, family, number, tags);
              case Value.Histogram histogram -> times(lines, family.name(), histogram, tags);
            }
          });
    }
    return lines;
  }

  private static void number(List<String> lines, Family family, long number, String tags) {
    boolean gauge = family.kind() == Family.Kind.GAUGE;
    if (gauge || number != 0) {
      lines.add(PREFIX + family.name() + ":" + number + (gauge ? "|g" : "|c") + tags);
    }
  }

  private static void times(
      List<String> lines, String name, Value.Histogram histogram, String tags) {
    double lower = 0;
    long below = 0;
    for (var bucket : histogram.buckets().entrySet()) {
      long within = bucket.getValue() - below;
      if (within > 0) {
        boolean last = Double.isInfinite(bucket.getKey());
        double middle = last ? lower : (lower + bucket.getKey()) / 2;
        lines.add(
            PREFIX + name + ":" + middle + "|ms" + (within == 1 ? "" : "|@" + 1.0 / within) + tags);
      }
      lower = bucket.getKey();
      below = bucket.getValue();
    }
  }

  private static String tags(Labels labels) {
    return labels.byName().entrySet().stream()
        .map(label -> label.getKey() + ":" + label.getValue())
        .collect(Collectors.joining(",", "|#", ""));
  }
}
