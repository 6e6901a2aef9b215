package dev.pillion.xds.http;

import java.time.Duration;
import java.util.concurrent.Semaphore;

/// Where each request goes through before it is carried out: bounds how many are at once, and lets
/// the last ones out when the server stops. Writes wait for the store, so they have places of their
/// own and reads go on beside them.
public final class Places {
  /* guards: `running` and `stopping` */

  private final Bodies bodies;
  private final Semaphore reads;
  private final Semaphore writes;
  private int running;
  private boolean stopping;

  Places(HttpLimits.Counts counts, Bodies bodies) {
    this.bodies = bodies;
    this.reads = new Semaphore(counts.reads());
    this.writes = new Semaphore(counts.writes());
  }

  /// Whether a request may be carried out.
  public sealed interface Entry {
    /// It may; closed when its answer is sent.
    final class Pass implements Entry, AutoCloseable {
      private final Places of;
      private final Semaphore places;
      private boolean carriedOut;

      private Pass(Places of, Semaphore places) {
        this.of = of;
        this.places = places;
      }

      /// Gives its place to another: its client may take the answer as slowly as it likes.
      public void carriedOut() {
        if (!carriedOut) {
          carriedOut = true;
          places.release();
        }
      }

      @Override
      public void close() {
        carriedOut();
        of.left();
      }
    }

    /// It may not.
    record Refused(Limit limit) implements Entry {}
  }

  /// A request asks to be carried out.
  public Entry enter(boolean writes) {
    Semaphore places = writes ? this.writes : reads;
    synchronized (this) {
      if (stopping) {
        return new Entry.Refused(Limit.STOPPING);
      }
      if (bodies.areFull()) {
        return new Entry.Refused(Limit.BODIES);
      }
      if (!places.tryAcquire()) {
        return new Entry.Refused(writes ? Limit.WRITES : Limit.READS);
      }
      running++;
      return new Entry.Pass(this, places);
    }
  }

  /// How many requests are being carried out or answered.
  public synchronized int running() {
    return running;
  }

  /// Whether the server is stopping.
  public synchronized boolean isStopping() {
    return stopping;
  }

  /// Lets nobody in any more, and waits until everybody is out.
  ///
  /// @return whether everybody is
  synchronized boolean stop(Duration limit) {
    stopping = true;
    long end = System.nanoTime() + limit.toNanos();
    try {
      for (long left = limit.toMillis(); running > 0 && left > 0; ) {
        wait(left);
        left = (end - System.nanoTime()) / 1_000_000;
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
    return running == 0;
  }

  private synchronized void left() {
    running--;
    notifyAll();
  }
}
