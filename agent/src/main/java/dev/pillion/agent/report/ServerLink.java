package dev.pillion.agent.report;

import dev.pillion.mesh.endpoint.LocalTask;
import dev.pillion.mesh.model.ProxyGroup;
import java.util.Collection;
import java.util.Optional;
import java.util.Set;

/// The agent's stream to the server, as the reconcile loop sees it: always there, connected or not.
public interface ServerLink {
  /// What the server says of a virtual node.
  sealed interface Target {
    /// It is in the mesh and listens on these ports.
    ///
    /// @param injectionOff why it takes in no more tasks of this host, if it does not
    record Exists(Set<Integer> listenerPorts, Optional<String> injectionOff) implements Target {
      /// Copies its ports.
      public Exists {
        listenerPorts = Set.copyOf(listenerPorts);
      }

      /// One that takes in tasks.
      public Exists(Set<Integer> listenerPorts) {
        this(listenerPorts, Optional.empty());
      }
    }

    /// It is not in the mesh.
    record Missing(String problem) implements Target {}

    /// The server has not been heard on it since this agent's start.
    record Unheard(String problem) implements Target {}
  }

  /// The groups that tasks here name; the server tells of them now and as they change.
  void interest(Set<ProxyGroup> groups);

  /// What was last heard of a group.
  Target target(ProxyGroup group);

  /// The mesh's tasks on this host, all of them; the link reports the difference.
  void tasks(Collection<LocalTask> tasks);

  /// Calls the listener when a target changes. It must not block.
  void onTargets(Runnable listener);
}
