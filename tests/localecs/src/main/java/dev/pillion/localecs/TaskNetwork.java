package dev.pillion.localecs;

import java.util.List;

/// One task's network: a link from its namespace to the hub, routed there.
///
/// @param index tells the task's link and addresses from others'; never used twice in a hub
/// @param pausePid the process that holds the task's namespace
/// @param hubPid the process that holds the hub's
public record TaskNetwork(int index, long pausePid, long hubPid) {
  /// The task's address; other tasks reach it there.
  public String ipv4() {
    return Addresses.ipv4(index);
  }

  /// The task's IPv6 address.
  public String ipv6() {
    return Addresses.ipv6(index);
  }

  /// Runs a script of the host's commands in the task's network namespace.
  public String run(String script) {
    return Shell.run(Shell.inside(pausePid, script));
  }

  /// Connection attempts that left the task over its link since its namespace was made.
  public Syns synsLeft() {
    return Counters.read(hubPid, "PREROUTING", Addresses.link(index));
  }

  /// Connection attempts that were sent to the task over its link.
  public Syns synsEntered() {
    return Counters.read(hubPid, "POSTROUTING", Addresses.link(index));
  }

  void attach() {
    String link = Addresses.link(index);
    String inTask =
        """
        for f in all default lo eth0; do echo 0 >/proc/sys/net/ipv6/conf/$f/disable_ipv6; done
        ip -batch - <<END
        link set lo up
        address add %s/32 dev eth0
        address add %s/128 dev eth0 nodad
        link set eth0 up
        route add %s dev eth0 scope link
        route add default via %s dev eth0 src %s
        route add %s dev eth0
        route add ::/0 via %s dev eth0 src %s
        END
        """
            .formatted(
                ipv4(),
                ipv6(),
                Addresses.GATEWAY_IPV4,
                Addresses.GATEWAY_IPV4,
                ipv4(),
                Addresses.GATEWAY_IPV6,
                Addresses.GATEWAY_IPV6,
                ipv6());
    String inHub =
        """
        ip -batch - <<END
        address add %s/32 dev %s
        address add %s/128 dev %s nodad
        link set %s up
        route add %s dev %s scope link
        route add %s dev %s
        END
        """
            .formatted(
                Addresses.GATEWAY_IPV4,
                link,
                Addresses.GATEWAY_IPV6,
                link,
                link,
                ipv4(),
                link,
                ipv6(),
                link);
    // Both ends are born in their namespaces: the host never sees the link.
    Shell.run(
        "ip link add %s netns %d type veth peer name eth0 netns %d\n"
                .formatted(link, hubPid, pausePid)
            + Shell.inside(hubPid, inHub)
            + Shell.inside(pausePid, inTask));
  }

  /// Takes the link out of the task's namespace; what still runs there has only `lo`.
  void detach() {
    Shell.exec(
        List.of("nsenter", "-t", "" + hubPid, "-n", "ip", "link", "del", Addresses.link(index)));
  }
}
