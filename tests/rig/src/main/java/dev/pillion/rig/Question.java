package dev.pillion.rig;

import io.grpc.Deadline;
import io.grpc.ManagedChannel;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/// One call over a channel of its own: a program that was restarted is asked at once.
final class Question {
  private static final long LIMIT_SECONDS = 5;

  private Question() {}

  static <T> T ask(ManagedChannel channel, Function<Deadline, T> call) {
    try {
      return call.apply(Deadline.after(LIMIT_SECONDS, TimeUnit.SECONDS));
    } finally {
      channel.shutdownNow();
    }
  }
}
