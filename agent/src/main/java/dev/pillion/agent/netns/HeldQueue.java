package dev.pillion.agent.netns;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.OptionalInt;

/// The netfilter queue of one namespace: holds what the rules send it until it is told to let go.
///
/// A verdict on a packet covers all before it, so the number of the last one is all there is to
/// remember, however many wait. The kernel keeps the packets, and drops the ones over the maximum,
/// which TCP sends again.
final class HeldQueue implements AutoCloseable {
  /// Enough for what the kernel sends at once: one packet's header a datagram.
  static final int DATAGRAM_BYTES = 8 * 1024;

  private static final int MAXIMUM = 1024;

  private final Netlink socket;
  private final int number;
  private final Object lock = new Object();
  /* guards: last, letGo, closed */
  private OptionalInt last = OptionalInt.empty();
  private boolean letGo;
  private boolean closed;

  private HeldQueue(Netlink socket, int number) {
    this.socket = socket;
    this.number = number;
  }

  /// Becomes the owner of the queue in the calling thread's namespace.
  static HeldQueue bind(int number) {
    Netlink socket = Netlink.open(Netlink.NETFILTER);
    try {
      var queue = new HeldQueue(socket, number);
      // With rules of an earlier agent in place, packets may come before the acknowledgement.
      socket.request(
          "netfilter queue " + number, QueueMessages.bind(number, MAXIMUM), (type, payload) -> {});
      return queue;
    } catch (SystemCallException e) {
      socket.close();
      throw e;
    }
  }

  int fd() {
    return socket.fd();
  }

  /// Takes note of what has arrived since; called by the reader when there is something.
  void drain(MemorySegment space) {
    synchronized (lock) {
      while (!closed && drainOne(space)) {
        if (letGo) {
          answer();
        }
      }
    }
  }

  /// Lets go what waits, and from now on whatever comes.
  void letGo() {
    synchronized (lock) {
      letGo = true;
      answerAll();
    }
  }

  /// Answers what the rules sent here at the last moment, if it has been let go.
  @Override
  public void close() {
    synchronized (lock) {
      if (!closed) {
        if (letGo) {
          answerAll();
        }
        closed = true;
        socket.close();
      }
    }
  }

  /// Also what the reader has not come to read.
  private void answerAll() {
    try (Arena arena = Arena.ofConfined()) {
      drain(arena.allocate(DATAGRAM_BYTES));
      answer();
    }
  }

  private boolean drainOne(MemorySegment space) {
    try {
      var datagram = socket.receive(space);
      boolean some = datagram.hasRemaining();
      QueueMessages.lastPacket(datagram).ifPresent(packet -> last = OptionalInt.of(packet));
      return some;
    } catch (SystemCallException e) {
      // The kernel dropped what it could not tell of; TCP sends it again.
      return e.errno() == SystemCallException.ENOBUFS;
    }
  }

  private void answer() {
    if (!closed && last.isPresent()) {
      socket.send(QueueMessages.acceptUpTo(number, last.getAsInt()));
      last = OptionalInt.empty();
    }
  }
}
