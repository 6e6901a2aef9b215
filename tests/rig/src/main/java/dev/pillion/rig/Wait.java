package dev.pillion.rig;

import java.time.Duration;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/// Waiting with a bound.
public final class Wait {
  private static final Duration STEP = Duration.ofMillis(10);

  private Wait() {}

  /// Waits until a condition holds.
  public static void until(String what, Duration limit, BooleanSupplier condition) {
    until(what, limit, condition, () -> "");
  }

  /// Waits until a condition holds; the last words say what there was in its place.
  public static void until(
      String what, Duration limit, BooleanSupplier condition, Supplier<String> lastWords) {
    long end = System.nanoTime() + limit.toNanos();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() > end) {
        throw new RigException(
            "%s did not happen within %d ms; %s"
                .formatted(what, limit.toMillis(), lastWords.get())
                .strip());
      }
      pause();
    }
  }

  /// Waits until there is a value.
  public static <T> T value(String what, Duration limit, Supplier<Optional<T>> source) {
    long end = System.nanoTime() + limit.toNanos();
    while (true) {
      Optional<T> value = source.get();
      if (value.isPresent()) {
        return value.get();
      }
      if (System.nanoTime() > end) {
        throw new RigException("%s did not come in %d ms".formatted(what, limit.toMillis()));
      }
      pause();
    }
  }

  private static void pause() {
    try {
      Thread.sleep(STEP);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new RigException("interrupted while waiting", e);
    }
  }
}
