package dev.pillion.agent.netns;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/// One thread that reads the queues of all holds.
final class QueueReader implements AutoCloseable {
  // struct pollfd: int fd, short events, short revents.
  private static final int ENTRY_BYTES = 8;

  private final List<HeldQueue> queues = new CopyOnWriteArrayList<>();
  private final int wake = Libc.eventFd();
  private final Thread thread;
  private volatile boolean closed;

  QueueReader() {
    thread = Thread.ofPlatform().name("hold-queues").daemon().start(this::run);
  }

  void add(HeldQueue queue) {
    queues.add(queue);
    wake();
  }

  void remove(HeldQueue queue) {
    queues.remove(queue);
    wake();
  }

  @Override
  public void close() {
    closed = true;
    wake();
    try {
      thread.join();
      Libc.close(wake);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  private void run() {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment space = arena.allocate(HeldQueue.DATAGRAM_BYTES);
      while (!closed) {
        List<HeldQueue> watched = List.copyOf(queues);
        awaitAny(watched);
        watched.forEach(queue -> queue.drain(space));
      }
    }
  }

  private void awaitAny(List<HeldQueue> watched) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment entries = arena.allocate((watched.size() + 1L) * ENTRY_BYTES, 4);
      entry(entries, 0, wake);
      for (int i = 0; i < watched.size(); i++) {
        entry(entries, i + 1, watched.get(i).fd());
      }
      Libc.poll(entries, watched.size() + 1);
      if (entries.get(JAVA_SHORT, 6) != 0) {
        MemorySegment count = arena.allocate(JAVA_LONG);
        Libc.read(wake, count);
      }
    } catch (SystemCallException e) {
      if (e.errno() != SystemCallException.EINTR) {
        throw e;
      }
    }
  }

  private static void entry(MemorySegment entries, int index, int fd) {
    entries.set(JAVA_INT, (long) index * ENTRY_BYTES, fd);
    entries.set(JAVA_SHORT, (long) index * ENTRY_BYTES + 4, (short) Libc.POLLIN);
  }

  private void wake() {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment one = arena.allocate(JAVA_LONG);
      one.set(JAVA_LONG, 0, 1);
      Libc.write(wake, one);
    }
  }
}
