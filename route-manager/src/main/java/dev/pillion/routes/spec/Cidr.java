package dev.pillion.routes.spec;

import java.util.Optional;

/// A block of addresses of one family with its host bits cleared, parsed without asking a resolver.
///
/// @param high the upper 64 bits of an IPv6 address, 0 for IPv4
/// @param low the lower 64 bits, or the 32 of IPv4
/// @param prefix 0 to 32 or 128
public record Cidr(Family family, long high, long low, int prefix) {
  /// Clears the host bits, as iptables does.
  public Cidr {
    var host = family.bits() - prefix;
    low = host >= 64 ? 0 : low & (-1L << host);
    high = host > 64 ? (host == 128 ? 0 : high & (-1L << (host - 64))) : high;
  }

  /// Reads an address or `address/prefix`; empty when it is neither.
  public static Optional<Cidr> parse(String text) {
    var slash = text.indexOf('/');
    var address = slash < 0 ? text : text.substring(0, slash);
    var family = address.indexOf(':') >= 0 ? Family.IPV6 : Family.IPV4;
    var prefix = slash < 0 ? family.bits() : AddressText.number(text.substring(slash + 1), 10, 3);
    if (prefix < 0 || prefix > family.bits()) {
      return Optional.empty();
    }
    var groups =
        switch (family) {
          case IPV4 -> AddressText.ipv4(address);
          case IPV6 -> AddressText.ipv6(address);
        };
    return groups.length == 0
        ? Optional.empty()
        : Optional.of(new Cidr(family, joined(groups, 0), joined(groups, 4), prefix));
  }

  private static long joined(int[] groups, int from) {
    long value = 0;
    for (var i = from; i < from + 4; i++) {
      value = value << 16 | groups[i];
    }
    return value;
  }

  /// Always with the prefix length: `169.254.170.2/32`, `fd00:ec2::23/128`.
  @Override
  public String toString() {
    var address =
        switch (family) {
          case IPV4 -> AddressText.ipv4(low);
          case IPV6 -> AddressText.ipv6(high, low);
        };
    return address + "/" + prefix;
  }
}
