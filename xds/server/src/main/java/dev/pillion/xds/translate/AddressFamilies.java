package dev.pillion.xds.translate;

/// What Envoy's listeners bind. A namespace with IPv6 switched off by sysctl still takes `::`; a
/// kernel booted without IPv6 does not, and its Envoy would refuse the listener.
public enum AddressFamilies {
  /// `0.0.0.0` only.
  IPV4,
  /// `0.0.0.0` and, as an additional address, `::`.
  BOTH
}
