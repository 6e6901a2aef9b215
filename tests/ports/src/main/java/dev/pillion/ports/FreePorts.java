package dev.pillion.ports;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.IntPredicate;

/// Loopback ports for servers that must be told theirs before they listen. Where there is room,
/// they are none that the kernel lends to clients: a port that was free a moment ago might be lent
/// to any connection, and one that dials a stopped server again and again might be lent the very
/// port that it dials.
public final class FreePorts {
  private static final Path LENT = Path.of("/proc/sys/net/ipv4/ip_local_port_range");
  private static final int LOWEST = 10_000;
  private static final int HIGHEST = 65_535;
  private static final int TRIES = 1_000;
  // Tests run at the same time, and a program listens seconds after its port was found.
  private static final Set<Integer> GIVEN = ConcurrentHashMap.newKeySet();

  private FreePorts() {}

  /// One on which nobody listens, and that this process was not given before.
  public static int next() {
    IntPredicate lent = lent();
    var random = ThreadLocalRandom.current();
    for (int i = 0; i < TRIES; i++) {
      int port = random.nextInt(LOWEST, HIGHEST + 1);
      if ((!lent.test(port) || i > TRIES / 2) && isFree(port) && GIVEN.add(port)) {
        return port;
      }
    }
    throw new IllegalStateException("none of %d ports tried is free".formatted(TRIES));
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
