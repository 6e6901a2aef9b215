package dev.pillion.envoy.supervise;

import java.util.function.LongSupplier;

/// So many requests a second, and some more at once after a rest.
public final class RateLimit {
  private static final double NANOS = 1e9;

  private final double perSecond;
  private final double most;
  private final LongSupplier nanoTime;

  /* guards: what is left, and when that was true. */

  private double left;
  private long at;

  /// With all that is allowed at once left.
  ///
  /// @param most at once
  public RateLimit(double perSecond, int most, LongSupplier nanoTime) {
    this.perSecond = perSecond;
    this.most = most;
    this.nanoTime = nanoTime;
    this.left = most;
    this.at = nanoTime.getAsLong();
  }

  /// Whether one more is within the limit; it is counted then.
  public synchronized boolean allow() {
    long now = nanoTime.getAsLong();
    left = Math.min(most, left + (now - at) / NANOS * perSecond);
    at = now;
    if (left < 1) {
      return false;
    }
    left--;
    return true;
  }
}
