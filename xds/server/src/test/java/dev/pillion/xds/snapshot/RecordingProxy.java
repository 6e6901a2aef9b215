package dev.pillion.xds.snapshot;

import static org.junit.jupiter.api.Assertions.assertNull;

import dev.pillion.mesh.model.ProxyGroup;
import dev.pillion.xds.snapshot.ProxyResources.Answer;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/// A proxy that notes each answer it is told of.
final class RecordingProxy implements AutoCloseable {
  private static final long BOUND_SECONDS = 10;

  private final BlockingQueue<Answer> answers = new LinkedBlockingQueue<>();
  private final ProxyResources.Watch watch;
  private final Answer first;

  RecordingProxy(ProxyResources resources, ProxyGroup group) {
    watch = resources.watch(group, () -> answers.add(resources.of(group)));
    first = resources.of(group);
  }

  Answer first() {
    return first;
  }

  Answer next() throws InterruptedException {
    var answer = answers.poll(BOUND_SECONDS, TimeUnit.SECONDS);
    return Objects.requireNonNull(answer, "no word of a new answer came");
  }

  void wasToldNothing() {
    assertNull(answers.poll());
  }

  @Override
  public void close() {
    watch.close();
  }
}
