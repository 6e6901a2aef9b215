package dev.pillion.traffic.net;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

final class LanTest {
  private static final Path NAMESPACES = Path.of("/run/netns");

  @Test
  void hostsReachEachOtherInBothFamilies() throws IOException {
    try (var lan = Lan.open()) {
      Host caller = lan.host("caller");
      Host called = lan.host("called");
      called.owns(called.listen("::", 7));
      for (String address : new String[] {called.ipv4(), called.ipv6()}) {
        try (var connection = caller.connect(new InetSocketAddress(address, 7))) {
          assertTrue(connection.isConnected());
        }
      }
    }
  }

  @Test
  void whatAKilledRunLeftIsRemovedByTheNextAndNothingStaysOfThis() throws Exception {
    Process run = new ProcessBuilder("true").start();
    run.waitFor();
    String left = Leftovers.PREFIX + run.pid() + "-1-left";
    Command.run("ip", "netns", "add", left);
    Process inside = new ProcessBuilder("ip", "netns", "exec", left, "sleep", "600").start();
    Files.createDirectories(Leftovers.files(left));
    String own;
    try (var lan = Lan.open()) {
      lan.host("host");
      own = Leftovers.ofThisRun();
      assertFalse(Files.exists(NAMESPACES.resolve(left)));
      assertFalse(Files.exists(Leftovers.files(left)));
      assertEquals(128 + 9, inside.waitFor());
      assertTrue(count(own) > 0);
    }
    assertEquals(0, count(own));
  }

  private static long count(String prefix) throws IOException {
    try (var files = Files.list(NAMESPACES)) {
      return files.filter(file -> file.getFileName().toString().startsWith(prefix)).count();
    }
  }
}
