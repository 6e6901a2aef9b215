package dev.pillion.localecs;

import java.time.Duration;
import java.util.function.BooleanSupplier;

/// Waiting with a bound.
final class Await {
  private static final Duration STEP = Duration.ofMillis(10);

  private Await() {}

  /// Waits until a condition holds.
  static void until(String what, Duration limit, BooleanSupplier condition) {
    long end = System.nanoTime() + limit.toNanos();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() > end) {
        throw new LocalEcsException(what + " was not there within " + limit.toMillis() + " ms");
      }
      pause(STEP);
    }
  }

  /// Waits until a moment of `System.nanoTime`.
  static void untilNanos(long moment) {
    long left = moment - System.nanoTime();
    if (left > 0) {
      pause(Duration.ofNanos(left));
    }
  }

  private static void pause(Duration time) {
    try {
      Thread.sleep(time);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new LocalEcsException("interrupted while waiting", e);
    }
  }
}
