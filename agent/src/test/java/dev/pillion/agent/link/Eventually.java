package dev.pillion.agent.link;

import static org.junit.jupiter.api.Assertions.fail;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/// Waits for a condition, with a bound.
public final class Eventually {
  private static final Duration BOUND = Duration.ofSeconds(20);
  private static final Duration STEP = Duration.ofMillis(5);

  private Eventually() {}

  /// Returns once it holds; fails after 20 s.
  public static void holds(String what, BooleanSupplier condition) {
    long end = System.nanoTime() + BOUND.toNanos();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() > end) {
        fail("not within " + BOUND.toSeconds() + " s: " + what);
      }
      LockSupport.parkNanos(STEP.toNanos());
    }
  }
}
