package dev.pillion.agent.reconcile;

import java.time.Duration;
import java.util.Optional;

/// What one look at a task came to.
///
/// @param again when to look again although nobody says so; empty for not before the next hint
record Outcome(Standing standing, Optional<Duration> again) {
  static Outcome settled(Standing standing) {
    return new Outcome(standing, Optional.empty());
  }

  static Outcome again(Standing standing, Duration delay) {
    return new Outcome(standing, Optional.of(delay));
  }
}
