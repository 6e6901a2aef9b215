package dev.pillion.agent.reconcile;

import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Runs one pass at a time, at the latest after each period, and folds the requests that arrive
/// meanwhile into the next.
final class Coalescer implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Coalescer.class);

  private final String name;
  private final Duration period;
  private final Runnable pass;
  private final Semaphore requests = new Semaphore(0);
  private final Thread worker;
  private boolean failing;

  Coalescer(String name, Duration period, Runnable pass) {
    this.name = name;
    this.period = period;
    this.pass = pass;
    this.worker = Thread.ofVirtual().name(name).unstarted(this::run);
  }

  void start() {
    worker.start();
  }

  void request() {
    if (requests.availablePermits() == 0) {
      requests.release();
    }
  }

  @Override
  public void close() {
    worker.interrupt();
    if (worker.getState() == Thread.State.NEW) {
      return;
    }
    try {
      worker.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void run() {
    try {
      while (true) {
        boolean asked = requests.tryAcquire(period.toMillis(), TimeUnit.MILLISECONDS);
        if (asked) {
          // Before the pass: a request made during it runs again.
          requests.drainPermits();
        }
        guarded();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void guarded() {
    try {
      pass.run();
      if (failing) {
        failing = false;
        LOG.info("loop={} state=recovered", name);
      }
    } catch (RuntimeException e) {
      if (!failing) {
        failing = true;
        LOG.warn("loop={} state=failing problem=\"{}\"", name, e.getMessage());
      }
    }
  }
}
