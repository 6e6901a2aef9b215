package dev.pillion.agent.reconcile;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// How often to ask for something that nobody announces: often while a task has just been held,
/// then less and less.
final class Pace {
  private final Clock clock;
  private @Nullable Instant begun;

  Pace(Clock clock) {
    this.clock = clock;
  }

  void begin() {
    if (begun == null) {
      begun = clock.instant();
    }
  }

  void end() {
    begun = null;
  }

  Duration delay() {
    Instant from = begun;
    long millis = from == null ? 0 : Duration.between(from, clock.instant()).toMillis();
    return Duration.ofMillis(
        millis < 1_500 ? 15 : millis < 5_000 ? 50 : millis < 30_000 ? 250 : 1_000);
  }
}
