package dev.pillion.routes.apply;

import dev.pillion.routes.spec.Exit;
import dev.pillion.routes.spec.Family;
import dev.pillion.routes.spec.RouteException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// The network namespace of a process, as its directory in `/proc` shows it.
///
/// @param process `/proc/self`, or that of another process
record NetworkNamespace(Path process) {
  static NetworkNamespace own() {
    return new NetworkNamespace(Path.of("/proc/self"));
  }

  /// Its inode: the number in `net:[4026531840]`.
  long inode() {
    try {
      var text = Files.readSymbolicLink(process.resolve("ns/net")).toString();
      return Long.parseLong(text.substring(text.indexOf('[') + 1, text.indexOf(']')));
    } catch (IOException | RuntimeException unreadable) {
      throw new RouteException(
          Exit.WRONG_NAMESPACE,
          process + "/ns/net",
          "does not say which network namespace this is (" + unreadable.getMessage() + ")",
          "run it where /proc is mounted");
    }
  }

  /// Whether an interface has an IPv6 address that others can reach; link-local ones do not count.
  boolean hasGlobalIpv6() {
    for (var line : lines("net/if_inet6")) {
      // address index prefix scope flags name; scope 00 is global (include/net/ipv6.h)
      var words = line.strip().split(" +", -1);
      if (words.length > 5 && words[3].equals("00") && !words[5].equals("lo")) {
        return true;
      }
    }
    return false;
  }

  /// Whether the older backend has a table here. Asking iptables for one would create it.
  boolean hasLegacyTables(Family family) {
    return !lines("net/" + family.prefix() + "_tables_names").isEmpty();
  }

  /// No file is as no line: the kernel leaves out what it was built without.
  private List<String> lines(String file) {
    try {
      return Files.readAllLines(process.resolve(file));
    } catch (IOException _) {
      return List.of();
    }
  }
}
