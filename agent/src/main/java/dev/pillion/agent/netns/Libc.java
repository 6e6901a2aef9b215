package dev.pillion.agent.netns;

import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;

/// The calls to the kernel that Java has none of its own for. The numbers are Linux's, the same on
/// x86-64 and AArch64.
final class Libc {
  static final int CLONE_NEWNET = 0x40000000;
  static final int MSG_DONTWAIT = 0x40;
  static final int POLLIN = 1;

  private static final int O_CLOEXEC = 0x80000;
  private static final int AF_NETLINK = 16;
  private static final int SOCK_RAW_CLOEXEC = 3 | O_CLOEXEC;
  private static final int MFD_CLOEXEC = 1;

  private static final NativeCall OPEN = NativeCall.of("open", 2);
  private static final NativeCall CLOSE = NativeCall.of("close", 1);
  private static final NativeCall SETNS = NativeCall.of("setns", 2);
  private static final NativeCall UNSHARE = NativeCall.of("unshare", 1);
  private static final NativeCall SOCKET = NativeCall.of("socket", 3);
  private static final NativeCall SEND = NativeCall.of("send", 4);
  private static final NativeCall RECV = NativeCall.of("recv", 4);
  private static final NativeCall POLL = NativeCall.of("poll", 3);
  private static final NativeCall READ = NativeCall.of("read", 3);
  private static final NativeCall WRITE = NativeCall.of("write", 3);
  private static final NativeCall EVENTFD = NativeCall.of("eventfd", 2);
  private static final NativeCall MEMFD_CREATE = NativeCall.of("memfd_create", 2);
  // struct timex is 208 bytes; all zero asks for nothing to be changed (adjtimex(2)).
  private static final int TIMEX_BYTES = 256;
  private static final int TIME_ERROR = 5;

  private static final NativeCall ADJTIMEX = NativeCall.of("adjtimex", 1);
  private static final NativeCall WAITPID = NativeCall.of("waitpid", 3);

  private Libc() {}

  static int open(String path) {
    try (Arena arena = Arena.ofConfined()) {
      return OPEN.invoke(text(arena, path).address(), O_CLOEXEC);
    }
  }

  static void close(int fd) {
    CLOSE.invoke(fd);
  }

  /// Moves the calling platform thread into the network namespace that the descriptor names.
  static void enterNetwork(int fd) {
    SETNS.invoke(fd, CLONE_NEWNET);
  }

  /// Moves the calling platform thread into a new network namespace.
  static void leaveNetwork() {
    UNSHARE.invoke(CLONE_NEWNET);
  }

  static int netlinkSocket(int protocol) {
    return SOCKET.invoke(AF_NETLINK, SOCK_RAW_CLOEXEC, protocol);
  }

  static void send(int fd, MemorySegment message) {
    SEND.invoke(fd, message.address(), message.byteSize(), 0);
  }

  static int receive(int fd, MemorySegment into, int flags) {
    return RECV.invoke(fd, into.address(), into.byteSize(), flags);
  }

  static void read(int fd, MemorySegment into) {
    READ.invoke(fd, into.address(), into.byteSize());
  }

  static void write(int fd, MemorySegment from) {
    WRITE.invoke(fd, from.address(), from.byteSize());
  }

  /// Waits without end for one of the descriptors.
  static void poll(MemorySegment entries, int count) {
    POLL.invoke(entries.address(), count, -1);
  }

  static int eventFd() {
    return EVENTFD.invoke(0, O_CLOEXEC);
  }

  /// A file without a name, in memory.
  static int memoryFile(String label) {
    try (Arena arena = Arena.ofConfined()) {
      return MEMFD_CREATE.invoke(text(arena, label).address(), MFD_CLOEXEC);
    }
  }

  /// Whether the kernel's clock is being kept in step by somebody.
  static boolean clockIsKept() {
    try (Arena arena = Arena.ofConfined()) {
      return ADJTIMEX.invoke(arena.allocate(TIMEX_BYTES).address()) != TIME_ERROR;
    }
  }

  /// Waits for a child; its exit code, or 128 and the signal that ended it, as a shell has it.
  static int awaitChild(int pid) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment status = arena.allocate(JAVA_INT);
      while (true) {
        try {
          WAITPID.invoke(pid, status.address(), 0);
          int word = status.get(JAVA_INT, 0);
          int signal = word & 0x7f;
          return signal == 0 ? word >> 8 & 0xff : 128 + signal;
        } catch (SystemCallException e) {
          if (e.errno() != SystemCallException.EINTR) {
            throw e;
          }
        }
      }
    }
  }

  static MemorySegment text(Arena arena, String value) {
    return arena.allocateFrom(value, StandardCharsets.UTF_8);
  }
}
