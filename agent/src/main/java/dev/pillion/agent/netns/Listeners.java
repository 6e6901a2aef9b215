package dev.pillion.agent.netns;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;

/// The TCP ports that something listens on, as `/proc/net/tcp` shows them.
final class Listeners {
  private static final String LISTEN = "0A";

  private Listeners() {}

  /// Those of the calling thread's namespace, in both families.
  static Set<Integer> ports() {
    var ports = new TreeSet<Integer>();
    for (String table : new String[] {"tcp", "tcp6"}) {
      try {
        ports.addAll(parse(Files.readString(Path.of("/proc/thread-self/net", table))));
      } catch (IOException _) {
        // The namespace has no IPv6.
      }
    }
    return ports;
  }

  /// Reads lines such as `0: 00000000:1F90 00000000:0000 0A …`, below a line of headings.
  static Set<Integer> parse(String table) {
    var ports = new TreeSet<Integer>();
    table
        .lines()
        .skip(1)
        .map(line -> line.strip().split("\\s+"))
        .filter(words -> words.length > 3 && words[3].equals(LISTEN))
        .map(words -> words[1].substring(words[1].indexOf(':') + 1))
        .forEach(port -> ports.add(Integer.parseInt(port, 16)));
    return ports;
  }
}
