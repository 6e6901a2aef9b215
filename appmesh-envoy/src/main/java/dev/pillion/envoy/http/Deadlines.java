package dev.pillion.envoy.http;

import java.io.IOException;
import java.nio.channels.Channel;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/// Closes channels that take too long, so that whoever waits for one goes on.
final class Deadlines {
  private static final ScheduledExecutorService CLOCK =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().daemon().name("deadlines").factory());

  private Deadlines() {}

  /// Closes one after a time.
  ///
  /// @return to be cancelled when the channel is done with
  static Future<?> close(Channel channel, Duration limit) {
    return CLOCK.schedule(() -> quietly(channel), limit.toMillis(), TimeUnit.MILLISECONDS);
  }

  private static void quietly(Channel channel) {
    try {
      channel.close();
    } catch (IOException _) {
      // It is of no more use in any case.
    }
  }
}
