package dev.pillion.agent.relay;

import java.util.function.BooleanSupplier;

/// Asks one side of a stream for its next message only when the other has room, so that no message
/// waits in between but the one on its way.
final class Valve {
  private final BooleanSupplier room;
  private final Runnable next;
  /* guards: waiting */
  private final Object lock = new Object();
  private boolean waiting;

  Valve(BooleanSupplier room, Runnable next) {
    this.room = room;
    this.next = next;
  }

  /// A message was passed on.
  void passed() {
    synchronized (lock) {
      if (!room.getAsBoolean()) {
        waiting = true;
        return;
      }
    }
    next.run();
  }

  /// The side that takes has room again.
  void roomAgain() {
    synchronized (lock) {
      if (!waiting) {
        return;
      }
      waiting = false;
    }
    next.run();
  }
}
