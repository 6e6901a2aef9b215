package dev.pillion.localecs;

/// A link between the hub and this machine, for tasks that call a program of the machine's. The
/// machine knows no task's address: what comes from them comes from the hub's end. It goes with the
/// hub.
final class HostLink {
  private HostLink() {}

  /// Makes the link.
  ///
  /// @return this machine's end, which every task reaches
  static String attach(long hubPid) {
    // A pair of addresses for each hub: of a block that nobody routes, by the hub's process.
    long pair = hubPid % 16_384 * 2;
    String machine = "198.18.%d.%d".formatted(pair >> 8 & 127, pair & 255);
    String hub = "198.18.%d.%d".formatted(pair >> 8 & 127, (pair & 255) + 1);
    String inHub =
        """
        ip address add %s/31 dev machine
        ip link set machine up
        iptables-nft -w 5 -t nat -A POSTROUTING -o machine -j MASQUERADE
        """
            .formatted(hub);
    Shell.run(
        """
        ip link add pl%d type veth peer name machine netns %d
        ip address add %s/31 dev pl%d
        ip link set pl%d up
        """
                .formatted(hubPid, hubPid, machine, hubPid, hubPid)
            + Shell.inside(hubPid, inHub));
    return machine;
  }
}
