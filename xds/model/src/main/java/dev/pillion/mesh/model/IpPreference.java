package dev.pillion.mesh.model;

/// Which of an endpoint's addresses are used.
public enum IpPreference {
  /// Nothing said: names are looked up in both families, IPv4 of Cloud Map where there is one.
  UNSET,
  /// IPv4, else IPv6.
  IPV4_PREFERRED,
  /// IPv6, else IPv4.
  IPV6_PREFERRED,
  /// IPv4 only.
  IPV4_ONLY,
  /// IPv6 only.
  IPV6_ONLY;

  /// This one, or the other where this one says nothing.
  public IpPreference or(IpPreference other) {
    return this == UNSET ? other : this;
  }

  /// Whether an application is called at its IPv6 loopback address.
  public boolean six() {
    return this == IPV6_PREFERRED || this == IPV6_ONLY;
  }
}
