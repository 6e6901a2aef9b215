package dev.pillion.mesh.state;

import dev.pillion.mesh.model.ResourceId;
import java.util.Optional;
import java.util.Set;

/// Word of one durable write: the mesh as it is now (empty when it was deleted), and the resources
/// that the write touched.
public record Committed(
    String mesh, long version, Optional<MeshState> state, Set<ResourceId> touched) {
  /// Copies its set.
  public Committed {
    touched = Set.copyOf(touched);
  }
}
