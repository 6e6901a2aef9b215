package dev.pillion.bench;

import java.time.Duration;
import java.util.List;

/// The middle and the edge of some measurements, by nearest rank.
record Spread(double p50, double p95) {
  /// In milliseconds.
  static Spread of(List<Duration> values) {
    List<Double> sorted = values.stream().map(Spread::millis).sorted().toList();
    return new Spread(rank(sorted, 0.50), rank(sorted, 0.95));
  }

  static double millis(Duration duration) {
    return Math.round(duration.toNanos() / 10_000.0) / 100.0;
  }

  private static double rank(List<Double> sorted, double part) {
    return sorted.isEmpty()
        ? Double.NaN
        : sorted.get(Math.clamp((int) Math.ceil(part * sorted.size()) - 1, 0, sorted.size() - 1));
  }
}
