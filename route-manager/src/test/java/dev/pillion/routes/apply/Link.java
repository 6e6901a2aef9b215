package dev.pillion.routes.apply;

import dev.pillion.routes.spec.Family;

/// A task's namespace and a peer's with a pair of interfaces between them; the peer also answers
/// for the metadata addresses and for addresses that a task may ask to be left alone.
record Link(TestNamespace task, TestNamespace peer) implements AutoCloseable {
  static Link open() {
    var link = new Link(new TestNamespace(), new TestNamespace());
    try {
      link.set();
      return link;
    } catch (Throwable failed) {
      link.close();
      throw failed;
    }
  }

  private void set() {
    run(task, "link add eth0 type veth peer name eth0 netns " + peer.name());
    for (var address : new String[] {"10.77.0.2/24", "fd77::2/64"}) {
      run(task, "addr add " + address + " dev eth0" + nodad(address));
    }
    for (var address :
        new String[] {
          "10.77.0.1/24",
          "fd77::1/64",
          "169.254.170.2/32",
          "169.254.169.254/32",
          "fd00:ec2::23/128",
          "fd00:ec2::254/128",
          "10.78.0.1/32",
          "fd78::1/128"
        }) {
      run(peer, "addr add " + address + " dev eth0" + nodad(address));
    }
    run(task, "link set eth0 up");
    run(peer, "link set eth0 up");
    run(task, "route add default via 10.77.0.1");
    run(task, "-6 route add default via fd77::1");
  }

  /// Duplicate address detection would keep an address silent for a second.
  private static String nodad(String address) {
    return address.contains(":") ? " nodad" : "";
  }

  private static void run(TestNamespace namespace, String command) {
    namespace.run(("ip " + command).split(" ", -1)).succeeded();
  }

  static String taskAddress(Family family) {
    return switch (family) {
      case IPV4 -> "10.77.0.2";
      case IPV6 -> "fd77::2";
    };
  }

  static String peerAddress(Family family) {
    return switch (family) {
      case IPV4 -> "10.77.0.1";
      case IPV6 -> "fd77::1";
    };
  }

  static String ignoredAddress(Family family) {
    return switch (family) {
      case IPV4 -> "10.78.0.1";
      case IPV6 -> "fd78::1";
    };
  }

  static String[] metadataAddresses(Family family) {
    return switch (family) {
      case IPV4 -> new String[] {"169.254.170.2", "169.254.169.254"};
      case IPV6 -> new String[] {"fd00:ec2::23", "fd00:ec2::254"};
    };
  }

  @Override
  public void close() {
    try (peer) {
      task.close();
    }
  }
}
