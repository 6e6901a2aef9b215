package dev.pillion.traffic.net;

/// The address families that a host has addresses of.
public enum Families {
  /// IPv4 and IPv6.
  BOTH,
  /// IPv4 only.
  IPV4,
  /// IPv6 only.
  IPV6
}
