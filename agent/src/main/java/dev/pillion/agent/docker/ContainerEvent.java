package dev.pillion.agent.docker;

import java.util.Map;

/// Something happened to a container: a hint to look at it, never the truth itself.
///
/// @param signal the number of the signal sent, for a kill; else 0
public record ContainerEvent(String id, Kind kind, Map<String, String> labels, int signal) {
  /// What happened.
  public enum Kind {
    /// Made.
    CREATE,
    /// Started.
    START,
    /// Sent a signal.
    KILL,
    /// Ended.
    DIE,
    /// Removed.
    DESTROY
  }

  /// Copies its labels.
  public ContainerEvent {
    labels = Map.copyOf(labels);
  }
}
