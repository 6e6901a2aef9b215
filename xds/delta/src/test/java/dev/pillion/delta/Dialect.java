package dev.pillion.delta;

/// The protocol's two dialects.
enum Dialect {
  DELTA,
  WORLD
}
