package dev.pillion.xds.discovery;

import java.util.Set;

/// The agents whose word counted when the server last looked, kept over its restarts: a restarted
/// server waits for them before it answers a proxy.
public interface KnownReporters {
  /// Those saved last; none where nothing was.
  Set<String> load();

  /// Replaces what was saved.
  void save(Set<String> reporters);
}
