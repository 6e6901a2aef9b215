package dev.pillion.xds.store;

import dev.pillion.mesh.model.MeshException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Asks again and again for a look at what other servers wrote; never for a second one before the
/// first is done.
final class Lookout implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Lookout.class);

  private final Duration every;
  private final Runnable ask;
  private final AtomicBoolean asked = new AtomicBoolean();
  private final Thread thread;
  private boolean failing;

  /* `failing` belongs to the thread that looks. */

  Lookout(Duration every, Runnable ask) {
    this.every = every;
    this.ask = ask;
    this.thread = Thread.ofVirtual().name("pillion-store-lookout").start(this::run);
  }

  private void run() {
    try {
      while (true) {
        Thread.sleep(every);
        if (asked.compareAndSet(false, true)) {
          ask();
        }
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  private void ask() {
    try {
      ask.run();
    } catch (MeshException e) {
      LOG.debug("store state=not-looked reason=\"{}\"", e.getMessage());
      asked.set(false);
    }
  }

  /// Looks; says once that it fails and once that it works again.
  void look(Runnable look) {
    try {
      look.run();
      if (failing) {
        LOG.info("store state=seen-again");
      }
      failing = false;
    } catch (MeshException e) {
      if (!failing) {
        LOG.warn("store state=unseen reason=\"{}\"", e.getMessage());
      }
      failing = true;
    } finally {
      asked.set(false);
    }
  }

  @Override
  public void close() {
    thread.interrupt();
  }
}
