package dev.pillion.agent.gate;

import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.io.IOException;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.invoke.MethodHandle;
import java.nio.channels.ServerSocketChannel;
import java.util.Map;
import java.util.Optional;

/// The listening socket that systemd hands over as descriptor 3 (sd_listen_fds).
final class HandedSocket {
  private static final int FIRST = 3;
  private static final int STANDARD_INPUT = 0;

  private HandedSocket() {}

  /// Takes it; empty when none is meant for this process.
  static Optional<ServerSocketChannel> take(Map<String, String> environment) throws IOException {
    String pid = Long.toString(ProcessHandle.current().pid());
    if (!pid.equals(environment.get("LISTEN_PID"))) {
      return Optional.empty();
    }
    String count = environment.getOrDefault("LISTEN_FDS", "0");
    if (!count.equals("1")) {
      throw new IOException(
          "systemd handed over %s sockets; name one in the unit's Sockets=".formatted(count));
    }
    // The one descriptor that Java makes a channel of.
    if (call("dup2", FIRST, STANDARD_INPUT) < 0) {
      throw new IOException("descriptor 3, which systemd should have opened, is not open");
    }
    call("close", FIRST);
    if (System.inheritedChannel() instanceof ServerSocketChannel listener) {
      return Optional.of(listener);
    }
    throw new IOException("what systemd handed over is no listening stream socket");
  }

  @SuppressWarnings("restricted")
  private static int call(String name, int... arguments) throws IOException {
    var linker = Linker.nativeLinker();
    var parameters = java.util.Collections.nCopies(arguments.length, JAVA_INT);
    MethodHandle handle =
        linker.downcallHandle(
            linker.defaultLookup().findOrThrow(name),
            FunctionDescriptor.of(
                JAVA_INT, parameters.toArray(java.lang.foreign.MemoryLayout[]::new)));
    try {
      return arguments.length == 2
          ? (int) handle.invokeExact(arguments[0], arguments[1])
          : (int) handle.invokeExact(arguments[0]);
    } catch (RuntimeException | Error e) {
      throw e;
    } catch (Throwable e) {
      throw new IOException(name, e);
    }
  }
}
