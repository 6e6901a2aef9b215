package dev.pillion.agent.relay;

import dev.pillion.delta.Snapshot;
import dev.pillion.mesh.model.ProxyGroup;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.locks.LockSupport;

/// Writes what is to be kept, the newest of each group, apart from the thread that has it.
final class LastGoodWriter {
  // Endpoints may change many times a second.
  private static final long REST_NANOS = 250_000_000;

  private final LastGood disk;
  private final ConcurrentMap<ProxyGroup, Snapshot> pending = new ConcurrentHashMap<>();
  private final ConcurrentMap<ProxyGroup, Snapshot> kept = new ConcurrentHashMap<>();

  LastGoodWriter(LastGood disk) {
    this.disk = disk;
  }

  void keep(ProxyGroup group, Snapshot good) {
    if (good.equals(kept.put(group, good))) {
      return;
    }
    if (pending.put(group, good) == null) {
      Thread.ofVirtual().name("last-good").start(() -> write(group));
    }
  }

  private void write(ProxyGroup group) {
    Snapshot newest = pending.get(group);
    while (newest != null) {
      disk.save(group, newest);
      LockSupport.parkNanos(REST_NANOS);
      newest = pending.remove(group, newest) ? null : pending.get(group);
    }
  }
}
