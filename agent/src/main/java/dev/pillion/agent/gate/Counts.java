package dev.pillion.agent.gate;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/// What a gate counts, for as long as it is open.
final class Counts {
  private final AtomicInteger waiting = new AtomicInteger();
  private final AtomicInteger connections = new AtomicInteger();
  private final AtomicLong starts = new AtomicLong();
  private final AtomicLong failed = new AtomicLong();
  private final AtomicLong letThrough = new AtomicLong();
  private final AtomicLong dropped = new AtomicLong();

  void begun() {
    waiting.incrementAndGet();
    starts.incrementAndGet();
  }

  void ended() {
    waiting.decrementAndGet();
  }

  void failed() {
    failed.incrementAndGet();
  }

  void letThrough() {
    letThrough.incrementAndGet();
  }

  void dropped() {
    dropped.incrementAndGet();
  }

  void connected() {
    connections.incrementAndGet();
  }

  void disconnected() {
    connections.decrementAndGet();
  }

  GateState state(String socket, boolean activated) {
    return new GateState(
        socket,
        activated,
        connections.get(),
        waiting.get(),
        starts.get(),
        failed.get(),
        letThrough.get(),
        dropped.get());
  }
}
