package dev.pillion.localecs;

/// The addresses of one local ECS: 10.77.0.0/16 and fd77::/64, and those that AWS has fixed.
final class Addresses {
  static final String GATEWAY_IPV4 = "10.77.255.254";
  static final String GATEWAY_IPV6 = "fd77::ffff";
  static final String TASK_METADATA = "169.254.170.2";
  static final String INSTANCE_METADATA = "169.254.169.254";

  /// The VPC's resolver. Nothing listens there, so that a name that is not in `/etc/hosts` is
  /// refused at once instead of waited for.
  static final String RESOLVER = "169.254.169.253";

  static final String INSTANCE_METADATA_IPV6 = "fd00:ec2::254";

  /// The first task's.
  static final int FIRST = 10;

  /// The last task's, below the gateway.
  static final int LAST = 65_000;

  private Addresses() {}

  static String ipv4(int index) {
    return "10.77.%d.%d".formatted(index >> 8, index & 255);
  }

  static String ipv6(int index) {
    return "fd77::" + Integer.toHexString(index);
  }

  /// The hub's end of a task's link.
  static String link(int index) {
    return "task" + index;
  }
}
