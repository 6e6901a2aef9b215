package dev.pillion.bench.api;

import java.time.Duration;
import java.util.Arrays;

/// What came of a step.
///
/// @param perSecond requests
/// @param p50 by nearest rank, as the rest
/// @param allocated bytes of heap that the server took for each; not a number where it does not
///   tell
record Measured(
    String step, int requests, double perSecond, double p50, double p99, double allocated) {
  /// @param nanoseconds of each request
  static Measured of(String step, long[] nanoseconds, Duration whole, double allocated) {
    long[] sorted = nanoseconds.clone();
    Arrays.sort(sorted);
    return new Measured(
        step,
        sorted.length,
        sorted.length * 1e9 / whole.toNanos(),
        rank(sorted, 0.50),
        rank(sorted, 0.99),
        allocated / sorted.length);
  }

  private static double rank(long[] sorted, double part) {
    int index = (int) Math.ceil(part * sorted.length) - 1;
    return sorted[Math.clamp(index, 0, sorted.length - 1)] * 1e-6;
  }
}
