package dev.pillion.agent.choice;

import java.time.Instant;
import java.util.Map;

/// What a person decided about one task; it holds until the task's end or another decision.
public sealed interface Choice {
  /// It is to be in the mesh.
  ///
  /// @param labels that take the place of its own of the same name; none where its own say enough
  record Joined(Map<String, String> labels) implements Choice {
    /// Copies its map.
    public Joined {
      labels = Map.copyOf(labels);
    }
  }

  /// It is to be out of the mesh, whatever its labels say.
  ///
  /// @param until when its open connections may go on through Envoy
  record Left(Instant until) implements Choice {}
}
