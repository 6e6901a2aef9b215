package dev.pillion.localecs;

import java.util.Arrays;

/// Counts connection attempts on the hub's end of a task's link.
final class Counters {
  private Counters() {}

  /// Begins to count; the link need not be there yet.
  static void add(long hubPid, String link) {
    String rules =
        """
        *mangle
        -A PREROUTING -i %s -p tcp --syn
        -A POSTROUTING -o %s -p tcp --syn
        COMMIT
        """
            .formatted(link, link);
    String restore = "%stables-nft-restore --noflush --wait 5 <<'END'\n%sEND\n";
    Shell.run(
        Shell.inside(hubPid, restore.formatted("ip", rules) + restore.formatted("ip6", rules)));
  }

  static Syns read(long hubPid, String chain, String link) {
    return new Syns(
        packets(hubPid, "iptables-nft", chain, link),
        packets(hubPid, "ip6tables-nft", chain, link));
  }

  private static long packets(long hubPid, String command, String chain, String link) {
    String listing =
        Shell.run(Shell.inside(hubPid, command + " -t mangle -w 5 -vxnL " + chain + "\n"));
    return listing
        .lines()
        .map(line -> line.strip().split("\\s+"))
        .filter(fields -> Arrays.asList(fields).contains(link))
        .mapToLong(fields -> Long.parseLong(fields[0]))
        .sum();
  }
}
