package dev.pillion.agent.reconcile;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/// What a person asks of one task.
sealed interface Wish {
  /// The task's report after the look that followed it, or a [dev.pillion.mesh.model.MeshException]
  /// that says why it cannot be.
  CompletableFuture<TaskReport> answer();

  /// To be in the mesh from now on.
  ///
  /// @param labels that take the place of its own of the same name
  record Join(Map<String, String> labels, CompletableFuture<TaskReport> answer) implements Wish {
    /// Copies its map.
    public Join {
      labels = Map.copyOf(labels);
    }
  }

  /// To be out of the mesh from now on.
  ///
  /// @param drain how long its open connections may go on through Envoy
  record Leave(Duration drain, CompletableFuture<TaskReport> answer) implements Wish {}
}
