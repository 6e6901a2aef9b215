package dev.pillion.localecs;

import com.github.dockerjava.api.async.ResultCallback;
import com.github.dockerjava.api.model.Frame;
import java.nio.charset.StandardCharsets;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;

/// Collects what a container or a command in one writes, both streams as one text.
final class Output extends ResultCallback.Adapter<Frame> {
  private static final int LIMIT_SECONDS = 60;

  private final Queue<String> pieces = new ConcurrentLinkedQueue<>();

  @Override
  public void onNext(Frame frame) {
    pieces.add(new String(frame.getPayload(), StandardCharsets.UTF_8));
  }

  /// Waits for the end of the stream.
  String await(String what) {
    try {
      if (!awaitCompletion(LIMIT_SECONDS, TimeUnit.SECONDS)) {
        throw new LocalEcsException(
            "'%s' did not end within %d s; it wrote: %s"
                .formatted(what, LIMIT_SECONDS, String.join("", pieces)));
      }
      return String.join("", pieces);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new LocalEcsException("interrupted while waiting for " + what, e);
    }
  }
}
