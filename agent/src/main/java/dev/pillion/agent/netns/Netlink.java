package dev.pillion.agent.netns;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/// A netlink socket in the network namespace of the thread that opened it; other threads may use it
/// and stay where they are.
final class Netlink implements AutoCloseable {
  static final int ROUTE = 0;
  static final int NETFILTER = 12;

  private static final int TYPE_ERROR = 2;
  private static final int TYPE_DONE = 3;
  // The kernel never sends more at once (NLMSG_GOODSIZE's bound for dumps).
  private static final int DATAGRAM_BYTES = 32 * 1024;

  private final int fd;

  private Netlink(int fd) {
    this.fd = fd;
  }

  static Netlink open(int protocol) {
    return new Netlink(Libc.netlinkSocket(protocol));
  }

  int fd() {
    return fd;
  }

  void send(byte[] message) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment copy = arena.allocate(message.length);
      MemorySegment.copy(message, 0, copy, JAVA_BYTE, 0, message.length);
      Libc.send(fd, copy);
    }
  }

  /// What has arrived, one datagram; empty when nothing has.
  ByteBuffer receive(MemorySegment into) {
    try {
      int length = Libc.receive(fd, into, Libc.MSG_DONTWAIT);
      return into.asSlice(0, length).asByteBuffer().order(ByteOrder.nativeOrder());
    } catch (SystemCallException e) {
      if (e.errno() == SystemCallException.EAGAIN) {
        return ByteBuffer.allocate(0);
      }
      throw e;
    }
  }

  /// Sends a request that asks for an acknowledgement or a dump and reads the answer to its end;
  /// the kernel has it ready when the send returns.
  void request(String what, byte[] message, NetlinkMessage.Received received) {
    send(message);
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment space = arena.allocate(DATAGRAM_BYTES);
      var end = new boolean[1];
      while (!end[0]) {
        ByteBuffer datagram = receive(space);
        if (!datagram.hasRemaining()) {
          throw new SystemCallException(what, SystemCallException.EAGAIN);
        }
        NetlinkMessage.each(
            datagram,
            (type, payload) -> {
              if (type == TYPE_ERROR && payload.getInt(0) != 0) {
                throw new SystemCallException(what, -payload.getInt(0));
              }
              if (type == TYPE_ERROR || type == TYPE_DONE) {
                end[0] = true;
              } else {
                received.message(type, payload);
              }
            });
      }
    }
  }

  @Override
  public void close() {
    Libc.close(fd);
  }
}
