package dev.pillion.agent;

import java.time.Duration;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Starts what may fail, again and again until it runs.
final class Attempts implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Attempts.class);

  private final Consumer<Closers> build;
  private final Consumer<String> failed;
  private final Duration pause;
  private final Thread thread;

  /* guards: running */
  private Closers running = new Closers();

  private Attempts(Consumer<Closers> build, Consumer<String> failed, Duration pause) {
    this.build = build;
    this.failed = failed;
    this.pause = pause;
    this.thread = Thread.ofVirtual().name("agent-attempts").unstarted(this::again);
  }

  /// Makes the first attempt, and returns after it.
  ///
  /// @param build puts what it opens into the closers
  /// @param failed told why an attempt failed
  static Attempts begin(Consumer<Closers> build, Consumer<String> failed, Duration pause) {
    var attempts = new Attempts(build, failed, pause);
    if (!attempts.succeeds()) {
      attempts.thread.start();
    }
    return attempts;
  }

  private boolean succeeds() {
    var closers = new Closers();
    try {
      build.accept(closers);
      synchronized (this) {
        running = closers;
      }
      return true;
    } catch (RuntimeException e) {
      closers.close();
      failed.accept(String.valueOf(e.getMessage()));
      LOG.warn(
          "agent state=failing gate=open problem=\"{}\" message=\"the gate lets pass what does not"
              + " opt in; tried again each {} s\"",
          e.getMessage(),
          pause.toSeconds());
      return false;
    }
  }

  private void again() {
    try {
      do {
        Thread.sleep(pause);
      } while (!succeeds());
      LOG.info("agent state=recovered");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    thread.interrupt();
    try {
      if (thread.getState() != Thread.State.NEW) {
        thread.join();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    synchronized (this) {
      running.close();
    }
  }
}
