package dev.pillion.agent.relay;

import dev.pillion.delta.Snapshot;
import dev.pillion.mesh.model.ProxyGroup;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/// Writes what is to be kept, the newest of each group, apart from the thread that has it.
final class LastGoodWriter implements AutoCloseable {
  // Endpoints may change many times a second.
  private static final long REST_MILLIS = 250;

  private final LastGood disk;
  private final ConcurrentMap<ProxyGroup, Snapshot> pending = new ConcurrentHashMap<>();
  private final ConcurrentMap<ProxyGroup, Snapshot> kept = new ConcurrentHashMap<>();
  private final CountDownLatch closing = new CountDownLatch(1);
  private final ExecutorService threads =
      Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("last-good-", 0).factory());

  LastGoodWriter(LastGood disk) {
    this.disk = disk;
  }

  void keep(ProxyGroup group, Snapshot good) {
    if (good.equals(kept.put(group, good))) {
      return;
    }
    if (pending.put(group, good) == null) {
      threads.execute(() -> write(group));
    }
  }

  private void write(ProxyGroup group) {
    Snapshot newest = pending.get(group);
    while (newest != null) {
      disk.save(group, newest);
      rest();
      newest = pending.remove(group, newest) ? null : pending.get(group);
    }
  }

  private void rest() {
    try {
      var _ = closing.await(REST_MILLIS, TimeUnit.MILLISECONDS);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  /// Writes what is left, once nobody keeps anything any more.
  @Override
  public void close() {
    closing.countDown();
    threads.close();
  }
}
