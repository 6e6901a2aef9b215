package dev.pillion.routes.spec;

/// An address family. Rules are kept by the kernel once for each.
public enum Family {
  /// IPv4.
  IPV4("ip", 32),
  /// IPv6.
  IPV6("ip6", 128);

  private final String prefix;
  private final int bits;

  Family(String prefix, int bits) {
    this.prefix = prefix;
    this.bits = bits;
  }

  /// What its commands start with: `ip` as in `iptables-save`, or `ip6`.
  public String prefix() {
    return prefix;
  }

  /// Length of an address in bits.
  public int bits() {
    return bits;
  }
}
