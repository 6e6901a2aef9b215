package dev.pillion.xds.store;

import dev.pillion.mesh.model.MeshException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The one thread that writes. A platform thread, since SQLite's calls are native.
final class Writer<T> implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Writer.class);

  /// Tasks that may wait; one more is told to come again.
  private static final int WAITING = 256;

  private final BlockingQueue<Optional<T>> waiting = new ArrayBlockingQueue<>(WAITING);
  private final Consumer<List<T>> pass;
  private final int together;
  private final Thread thread;
  private boolean closed;

  /* guards: `closed`, so that nothing is put behind the empty place that ends the thread. */
  private final Object lock = new Object();

  /// @param pass is given tasks in their order, as many as wait and no more than `together`
  Writer(String name, int together, Consumer<List<T>> pass) {
    this.together = together;
    this.pass = pass;
    this.thread = Thread.ofPlatform().name(name).daemon().start(this::work);
  }

  /// Has the task done after those before it; refuses it if too many wait or the writer is closed.
  void add(T task) {
    synchronized (lock) {
      if (closed || !waiting.offer(Optional.of(task))) {
        throw new MeshException(
            MeshException.Code.UNAVAILABLE,
            "store",
            closed ? "the server is stopping" : WAITING + " writes are waiting",
            "try again in a moment");
      }
    }
  }

  private void work() {
    try {
      boolean open = true;
      while (open) {
        var taken = new ArrayList<Optional<T>>();
        taken.add(waiting.take());
        waiting.drainTo(taken, together - 1);
        open = taken.getLast().isPresent();
        done(taken.stream().flatMap(Optional::stream).toList());
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  private void done(List<T> tasks) {
    try {
      pass.accept(tasks);
    } catch (RuntimeException e) {
      LOG.error("store state=pass-failed", e);
    }
  }

  /// Lets what waits be done.
  @Override
  public void close() {
    synchronized (lock) {
      if (closed) {
        return;
      }
      closed = true;
    }
    try {
      waiting.put(Optional.empty());
      thread.join();
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }
}
