package dev.pillion.cli.systemd;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.VarHandle;
import java.nio.charset.StandardCharsets;

/// A datagram to a Unix socket, which Java has no channel for. The numbers are Linux's, the same on
/// x86-64 and AArch64.
final class Datagram {
  private static final int AF_UNIX = 1;
  private static final int SOCK_DGRAM_CLOEXEC = 2 | 0x80000;
  private static final int MSG_NOSIGNAL = 0x4000;
  // sockaddr_un: the family, then the path (unix(7)).
  private static final int FAMILY_BYTES = 2;
  private static final int PATH_BYTES = 108;

  private static final Linker LINKER = Linker.nativeLinker();
  private static final MemoryLayout STATE = Linker.Option.captureStateLayout();
  private static final VarHandle ERRNO =
      STATE.varHandle(MemoryLayout.PathElement.groupElement("errno"));

  private static final MethodHandle SOCKET =
      handle("socket", FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT));
  private static final MethodHandle SENDTO =
      handle(
          "sendto",
          FunctionDescriptor.of(
              JAVA_LONG, JAVA_INT, ADDRESS, JAVA_LONG, JAVA_INT, ADDRESS, JAVA_INT));
  private static final MethodHandle CLOSE =
      handle("close", FunctionDescriptor.of(JAVA_INT, JAVA_INT));

  private Datagram() {}

  /// Sends it whole.
  ///
  /// @param socket a path, or a name of the abstract kind with `@` before it
  static void send(String socket, String message) throws IOException {
    byte[] name = socket.getBytes(StandardCharsets.UTF_8);
    boolean path = socket.startsWith("/");
    if (!path && !socket.startsWith("@")) {
      throw new IOException("it is neither a path nor an abstract name");
    }
    if (name.length >= PATH_BYTES) {
      throw new IOException("its name is longer than " + (PATH_BYTES - 1) + " bytes");
    }
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment address = arena.allocate(FAMILY_BYTES + PATH_BYTES, Short.BYTES);
      address.set(ValueLayout.JAVA_SHORT, 0, (short) AF_UNIX);
      if (!path) {
        name[0] = 0;
      }
      MemorySegment.copy(name, 0, address, ValueLayout.JAVA_BYTE, FAMILY_BYTES, name.length);
      // A path ends with a zero, an abstract name with its length.
      int length = FAMILY_BYTES + name.length + (path ? 1 : 0);
      byte[] bytes = message.getBytes(StandardCharsets.UTF_8);
      MemorySegment text = arena.allocate(bytes.length);
      text.copyFrom(MemorySegment.ofArray(bytes));
      send(arena.allocate(STATE), text, address, length);
    }
  }

  private static void send(
      MemorySegment state, MemorySegment text, MemorySegment address, int length)
      throws IOException {
    try {
      int fd = (int) SOCKET.invokeExact(state, AF_UNIX, SOCK_DGRAM_CLOEXEC, 0);
      succeed("socket", fd, state);
      try {
        long sent =
            (long)
                SENDTO.invokeExact(state, fd, text, text.byteSize(), MSG_NOSIGNAL, address, length);
        succeed("sendto", sent, state);
      } finally {
        int _ = (int) CLOSE.invokeExact(state, fd);
      }
    } catch (IOException | RuntimeException | Error e) {
      throw e;
    } catch (Throwable e) {
      throw new IllegalStateException(e);
    }
  }

  private static void succeed(String call, long result, MemorySegment state) throws IOException {
    if (result < 0) {
      throw new IOException(call + " failed with error " + (int) ERRNO.get(state, 0L));
    }
  }

  @SuppressWarnings("restricted")
  private static MethodHandle handle(String name, FunctionDescriptor descriptor) {
    return LINKER.downcallHandle(
        LINKER.defaultLookup().findOrThrow(name),
        descriptor,
        Linker.Option.captureCallState("errno"));
  }
}
