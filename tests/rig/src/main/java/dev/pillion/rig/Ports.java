package dev.pillion.rig;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.IntPredicate;

/// Loopback ports for servers that are stopped and started again. Where there is room, they are
/// none that the kernel lends to clients: one that dials a stopped server again and again might be
/// lent the very port that it dials.
final class Ports {
  private static final Path LENT = Path.of("/proc/sys/net/ipv4/ip_local_port_range");
  private static final int LOWEST = 10_000;
  private static final int HIGHEST = 65_535;
  private static final int TRIES = 1_000;

  private Ports() {}

  /// One on which nobody listens.
  static int free() {
    IntPredicate lent = lent();
    var random = ThreadLocalRandom.current();
    for (int i = 0; i < TRIES; i++) {
      int port = random.nextInt(LOWEST, HIGHEST + 1);
      if ((!lent.test(port) || i > TRIES / 2) && isFree(port)) {
        return port;
      }
    }
    throw new RigException("none of %d ports tried is free".formatted(TRIES));
  }

  private static IntPredicate lent() {
    try {
      // In one read: at any place but its beginning the kernel says that the file has ended.
      String[] range = Files.readAllLines(LENT).getFirst().strip().split("\\s+", 2);
      int first = Integer.parseInt(range[0]);
      int last = Integer.parseInt(range[1]);
      return port -> port >= first && port <= last;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static boolean isFree(int port) {
    try (var socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
      return socket.isBound();
    } catch (IOException _) {
      return false;
    }
  }
}
