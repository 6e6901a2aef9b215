package dev.pillion.xds.snapshot;

import dev.pillion.delta.Snapshot;
import dev.pillion.mesh.model.ProxyGroup;
import java.util.Optional;

/// What each proxy group is to hold, and word of each change: all that `xds.ads` asks for.
public interface ProxyResources {
  /// What a proxy of the group is to be told now.
  sealed interface Answer {
    /// All of this.
    record Ready(Snapshot snapshot) implements Answer {}

    /// Nothing yet: the model or the endpoints are not complete. Silence, never an empty answer.
    record NotYet(String reason) implements Answer {}

    /// Nothing: the mesh has no such virtual node. The stream stays open for the day it appears.
    record Unknown(String problem) implements Answer {}
  }

  /// The answer for the group at this moment.
  Answer of(ProxyGroup group);

  /// Why the mesh has nothing for the group, if so. Unlike the answer, this translates nothing for
  /// a group that nobody watches.
  Optional<String> problem(ProxyGroup group);

  /// Calls `changed` after each change of the group's answer, until closed. The callback must not
  /// block and says nothing of what changed: the reader asks anew, so that changes fold.
  Watch watch(ProxyGroup group, Runnable changed);

  /// A watch that can be ended.
  interface Watch extends AutoCloseable {
    @Override
    void close();
  }
}
