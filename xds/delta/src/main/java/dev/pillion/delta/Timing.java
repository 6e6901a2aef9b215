package dev.pillion.delta;

import java.time.InstantSource;
import java.util.concurrent.Executor;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/// When and where a stream works.
///
/// @param executor runs passes asked for by [DeltaStream#changed()], in any order and number
/// @param alarm ends waits
/// @param clock stamps verdicts and status
public record Timing(Executor executor, Alarm alarm, InstantSource clock) {
  /// Works on an executor by the system's clock; the scheduler does no more than start alarms.
  public static Timing on(Executor executor, ScheduledExecutorService scheduler) {
    Alarm alarm =
        (delay, action) -> {
          var _ =
              scheduler.schedule(
                  () -> executor.execute(action), delay.toNanos(), TimeUnit.NANOSECONDS);
        };
    return new Timing(executor, alarm, InstantSource.system());
  }
}
