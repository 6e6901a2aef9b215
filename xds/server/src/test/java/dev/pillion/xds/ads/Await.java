package dev.pillion.xds.ads;

import static org.junit.jupiter.api.Assertions.fail;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/// Waits for what happens on another thread or in another process.
final class Await {
  private static final long POLL_NANOS = TimeUnit.MILLISECONDS.toNanos(2);

  private Await() {}

  /// What a test looks at; it may do input and output.
  @FunctionalInterface
  interface Look<T, E extends Exception> {
    T look() throws E;
  }

  /// Returns once the condition holds; fails with `what` and the state when it does not in time.
  static <E extends Exception, F extends Exception> void until(
      String what, Look<Boolean, E> condition, Look<?, F> state) throws E, F {
    long end = System.nanoTime() + Duration.ofSeconds(20).toNanos();
    while (!condition.look()) {
      if (System.nanoTime() > end) {
        fail("after 20 s still not: %s; %s".formatted(what, state.look()));
      }
      LockSupport.parkNanos(POLL_NANOS);
    }
  }
}
