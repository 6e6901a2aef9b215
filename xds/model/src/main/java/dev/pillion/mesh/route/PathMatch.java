package dev.pillion.mesh.route;

/// Which paths a route takes.
public sealed interface PathMatch {
  /// Every path.
  PathMatch ALL = new Prefix("/");

  /// Those that begin so.
  record Prefix(String prefix) implements PathMatch {}

  /// Just this one, without its query.
  record Exact(String path) implements PathMatch {}

  /// Those that an RE2 expression matches whole, without their query.
  record Regex(String regex) implements PathMatch {}
}
