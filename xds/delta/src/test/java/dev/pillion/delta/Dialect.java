package dev.pillion.delta;

/// How a client is served: in one of the protocol's two dialects, or by a relay.
enum Dialect {
  DELTA,
  WORLD,
  /// In delta, by one that was itself served in delta.
  RELAYED
}
