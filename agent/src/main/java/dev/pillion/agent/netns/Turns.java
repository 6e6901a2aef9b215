package dev.pillion.agent.netns;

import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/// One lock a namespace, by its inode, for as long as somebody uses it. It is held over the
/// commands that write rules, which is what it is for.
final class Turns {
  private final ConcurrentHashMap<Long, Turn> turns = new ConcurrentHashMap<>();

  private record Turn(ReentrantLock lock, int users) {
    Turn used(int more) {
      return new Turn(lock, users + more);
    }
  }

  <T> T during(long inode, Supplier<T> work) {
    Turn turn =
        turns.compute(
            inode, (_, old) -> (old == null ? new Turn(new ReentrantLock(), 0) : old).used(1));
    turn.lock().lock();
    try {
      return work.get();
    } finally {
      turn.lock().unlock();
      turns.computeIfPresent(inode, (_, now) -> now.users() == 1 ? null : now.used(-1));
    }
  }

  /// How many namespaces somebody writes to or waits for.
  int held() {
    return turns.size();
  }
}
