package dev.pillion.xds.passes;

import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Runs one pass at a time on a thread of its own, and folds the requests that arrive meanwhile
/// into the next. A pass that fails is logged and does not end the loop.
public final class Coalescer implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Coalescer.class);
  private static final Duration NEVER = Duration.ofDays(365);

  private final Semaphore requests = new Semaphore(0);
  private final String name;
  private final Duration atLeastEvery;
  private final Runnable pass;
  private final Thread worker;

  private Coalescer(String name, Duration atLeastEvery, Runnable pass) {
    this.name = name;
    this.atLeastEvery = atLeastEvery;
    this.pass = pass;
    this.worker = Thread.ofVirtual().name(name).unstarted(this::work);
  }

  /// A loop that passes when asked to.
  public static Coalescer start(String name, Runnable pass) {
    return startTicking(name, NEVER, pass);
  }

  /// A loop that passes when asked to, and when nobody asked for so long.
  public static Coalescer startTicking(String name, Duration atLeastEvery, Runnable pass) {
    var coalescer = new Coalescer(name, atLeastEvery, pass);
    coalescer.worker.start();
    return coalescer;
  }

  /// Asks for a pass that starts after this call. Returns at once.
  public void request() {
    // One waiting request is as good as many.
    if (requests.availablePermits() == 0) {
      requests.release();
    }
  }

  private void work() {
    boolean failing = false;
    try {
      while (!Thread.currentThread().isInterrupted()) {
        // A tick and a request do the same.
        boolean _ = requests.tryAcquire(atLeastEvery.toMillis(), TimeUnit.MILLISECONDS);
        // Before the pass: a request made during it runs again.
        requests.drainPermits();
        failing = run(failing);
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  private boolean run(boolean failing) {
    try {
      pass.run();
      if (failing) {
        LOG.info("loop={} state=recovered", name);
      }
      return false;
    } catch (RuntimeException e) {
      if (!failing) {
        LOG.warn("loop={} state=failing remedy=\"report this as a defect\"", name, e);
      }
      return true;
    }
  }

  @Override
  public void close() {
    worker.interrupt();
  }
}
