package dev.pillion.inject.plan;

import java.util.Optional;
import java.util.Set;

/// What the server says of the virtual node or gateway that a task names.
public sealed interface NodeTarget {
  /// It is in the mesh and listens on these ports.
  ///
  /// @param injectionOff why it takes in no more tasks of this host, if it does not
  record Exists(Set<Integer> listenerPorts, Optional<String> injectionOff) implements NodeTarget {
    /// Copies its ports.
    public Exists {
      listenerPorts = Set.copyOf(listenerPorts);
    }

    /// One that takes in tasks.
    public Exists(Set<Integer> listenerPorts) {
      this(listenerPorts, Optional.empty());
    }
  }

  /// It is not in the mesh, and what of it is missing, in words.
  record Missing(String problem) implements NodeTarget {}

  /// The server has not been heard on it, and why, in words.
  record Unheard(String problem) implements NodeTarget {}
}
