package dev.pillion.localecs;

import java.time.Duration;

/// The gaps between a task's steps, counted from the start of its pause container.
///
/// @param appCreate until the app containers are created; the network is set before
/// @param appStart until they are asked to start; the `start` event follows when Docker has done it
public record Pace(Duration appCreate, Duration appStart) {
  /// As measured with the ECS agent: create 137 ms after the pause's start, and 72 ms from create
  /// to start, which makes the app's `start` event some 300 ms after the pause's.
  public static final Pace MEASURED = new Pace(Duration.ofMillis(137), Duration.ofMillis(209));

  /// Twice as fast as measured.
  public static final Pace FAST = new Pace(Duration.ofMillis(68), Duration.ofMillis(104));

  /// No gap beyond the work itself.
  public static final Pace NONE = new Pace(Duration.ZERO, Duration.ZERO);
}
