package dev.pillion.delta;

import java.time.Duration;

/// Runs an action once, later; on any thread.
@FunctionalInterface
public interface Alarm {
  /// Runs the action when the delay is over.
  void after(Duration delay, Runnable action);
}
