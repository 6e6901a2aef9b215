package dev.pillion.mesh.route;

/// Which host names a gateway route takes.
public sealed interface HostMatch {
  /// Just this one.
  record Exact(String host) implements HostMatch {}

  /// Those that end so.
  record Suffix(String suffix) implements HostMatch {}
}
