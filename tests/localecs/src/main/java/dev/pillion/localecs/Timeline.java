package dev.pillion.localecs;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;

/// When a task's containers started, by Docker's own account.
///
/// @param apps by container name
public record Timeline(Instant pause, Map<String, Instant> apps) {
  /// Copies what it is given.
  public Timeline {
    apps = Map.copyOf(new TreeMap<>(apps));
  }

  /// From the pause's start to an app's.
  public Duration gap(String container) {
    Instant app = apps.get(container);
    if (app == null) {
      throw new LocalEcsException(
          "the task has no container '%s'; it has %s".formatted(container, apps.keySet()));
    }
    return Duration.between(pause, app);
  }
}
