package dev.pillion.bench;

import dev.pillion.rig.Rig;
import dev.pillion.rig.Server;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// From `bin/pillion server` to its ready line.
///
/// @param cold with the kernel's page cache dropped; empty where that is not allowed
/// @param warm one after another
record ServerStart(Optional<Duration> cold, List<Duration> warm) {
  private static final int WARM = 5;
  private static final Path DROP_CACHES = Path.of("/proc/sys/vm/drop_caches");

  ServerStart {
    warm = List.copyOf(warm);
  }

  /// Stops and starts a rig's server, which nobody is connected to.
  static ServerStart measure() {
    try (var rig = Rig.withoutAgent()) {
      Server server = rig.server();
      server.stop();
      Optional<Duration> cold = dropped() ? Optional.of(once(server)) : Optional.empty();
      List<Duration> warm = new ArrayList<>();
      for (int i = 0; i < WARM; i++) {
        warm.add(once(server));
      }
      return new ServerStart(cold, warm);
    }
  }

  private static Duration once(Server server) {
    long begin = System.nanoTime();
    server.start();
    var time = Duration.ofNanos(System.nanoTime() - begin);
    server.stop();
    return time;
  }

  private static boolean dropped() {
    try {
      Files.writeString(DROP_CACHES, "1");
      return true;
    } catch (IOException e) {
      return false;
    }
  }
}
