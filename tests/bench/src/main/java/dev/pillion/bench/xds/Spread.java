package dev.pillion.bench.xds;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;

/// How some times spread, by nearest rank, in milliseconds.
record Spread(double p50, double p99, double max) {
  static Spread of(List<Duration> times) {
    double[] sorted = times.stream().mapToDouble(Spread::milliseconds).sorted().toArray();
    return new Spread(rank(sorted, 0.5), rank(sorted, 0.99), sorted[sorted.length - 1]);
  }

  /// Of each figure the middle one of several runs.
  static Spread median(List<Spread> runs) {
    return new Spread(
        median(runs.stream().mapToDouble(Spread::p50).toArray()),
        median(runs.stream().mapToDouble(Spread::p99).toArray()),
        median(runs.stream().mapToDouble(Spread::max).toArray()));
  }

  static double median(double[] values) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    return rank(sorted, 0.5);
  }

  private static double rank(double[] sorted, double part) {
    int index = (int) Math.ceil(part * sorted.length) - 1;
    return sorted[Math.clamp(index, 0, sorted.length - 1)];
  }

  private static double milliseconds(Duration time) {
    return Math.round(time.toNanos() / 10_000.0) / 100.0;
  }
}
