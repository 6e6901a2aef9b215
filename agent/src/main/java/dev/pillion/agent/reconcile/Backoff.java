package dev.pillion.agent.reconcile;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

/// When to try again after failures in a row: at once, then after 1 s, 2 s and so on up to 30 s.
final class Backoff {
  private static final Duration FIRST = Duration.ofSeconds(1);
  private static final Duration LAST = Duration.ofSeconds(30);
  private static final Duration FORGIVEN_AFTER = Duration.ofMinutes(1);

  private final Clock clock;
  private Duration delay = Duration.ZERO;
  private Instant failed = Instant.MIN;

  Backoff(Clock clock) {
    this.clock = clock;
  }

  /// A failure; one long after the one before counts as the first.
  void fail() {
    Instant now = clock.instant();
    Duration next = delay.isZero() ? FIRST : delay.multipliedBy(2);
    boolean first = failed.equals(Instant.MIN) || failed.plus(FORGIVEN_AFTER).isBefore(now);
    delay = first ? Duration.ZERO : next.compareTo(LAST) < 0 ? next : LAST;
    failed = now;
  }

  /// How long to wait yet; zero when it is time.
  Duration remaining() {
    if (failed.equals(Instant.MIN)) {
      return Duration.ZERO;
    }
    Duration left = Duration.between(clock.instant(), failed.plus(delay));
    return left.isNegative() ? Duration.ZERO : left;
  }
}
