package dev.pillion.mesh.state;

import java.util.Collection;
import java.util.Optional;
import java.util.function.Consumer;

/// Every mesh as it stands, and word of each change: what the rest of the server sees of the store.
public interface Meshes {
  /// All meshes, each at its newest version.
  Collection<MeshState> all();

  /// The mesh of that name, if there is one.
  Optional<MeshState> mesh(String name);

  /// For whom the mesh takes in no more tasks; a mesh that is not there takes in all.
  InjectionSwitch injection(String mesh);

  /// Calls the listener after each durable write, in order of version per mesh. The listener must
  /// not block: it runs on the writer's thread.
  void onCommit(Consumer<Committed> listener);
}
