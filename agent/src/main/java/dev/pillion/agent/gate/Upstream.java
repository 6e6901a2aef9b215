package dev.pillion.agent.gate;

import dev.pillion.agent.gate.Answer.After;
import java.io.IOException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/// One connection to Docker on behalf of a caller, and the thread that reads from it, so that its
/// end reaches the caller even between two requests.
final class Upstream implements AutoCloseable {
  private final Wire docker;
  private final Wire caller;
  private final AtomicReference<@Nullable Answer> expected = new AtomicReference<>();

  private final CountDownLatch end = new CountDownLatch(1);

  private volatile boolean abandoned;

  private Upstream(Wire docker, Wire caller) {
    this.docker = docker;
    this.caller = caller;
  }

  static Upstream begin(Wire docker, Wire caller) {
    var upstream = new Upstream(docker, caller);
    Thread.ofVirtual().name("gate-answers").start(upstream::read);
    return upstream;
  }

  Wire wire() {
    return docker;
  }

  /// To be told before the first byte of the request is sent.
  void expect(Answer answer) {
    expected.set(answer);
    if (end.getCount() == 0) {
      dropExpected();
    }
  }

  /// Waits until everything that Docker said has been brought.
  void awaitEnd() {
    try {
      end.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /// Ends it without a word to the caller.
  void abandon() {
    abandoned = true;
    docker.close();
  }

  @Override
  public void close() {
    docker.close();
  }

  private void read() {
    try {
      while (next()) {
        // The next answer.
      }
    } catch (IOException e) {
      docker.close();
    } finally {
      end.countDown();
      if (!dropExpected() && !abandoned) {
        caller.close();
      }
    }
  }

  private boolean next() throws IOException {
    boolean any = docker.awaitHead() > 0 || !docker.empty();
    if (!any) {
      return false;
    }
    Answer answer = expected.getAndSet(null);
    if (answer == null) {
      // Nobody asked for it; the caller makes of it what it can.
      docker.pump(caller);
      return false;
    }
    After after = answer.bring(docker);
    if (after == After.ANYTHING) {
      // Docker has ended its way only; the caller may go on with the other.
      abandoned = true;
    }
    return after == After.REQUEST;
  }

  private boolean dropExpected() {
    Answer left = expected.getAndSet(null);
    if (left != null) {
      left.drop();
    }
    return left != null;
  }
}
