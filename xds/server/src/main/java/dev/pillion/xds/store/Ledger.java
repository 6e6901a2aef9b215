package dev.pillion.xds.store;

import dev.pillion.mesh.model.ResourceId;
import dev.pillion.xds.json.Resource;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Where meshes are durable. A store decides what a write does; its ledger keeps it. One thread
/// calls a ledger, but for the history, the audit log and backups, which any thread may ask for.
/// What cannot be done is refused with a `MeshException` that says UNAVAILABLE.
public interface Ledger extends WriteLog, AutoCloseable {
  /// A mesh as a ledger holds it.
  ///
  /// @param resources none where the mesh is deleted
  record Stored(long version, List<Resource> resources) {
    /// Copies its list.
    public Stored {
      resources = List.copyOf(resources);
    }
  }

  /// A client token's earlier use.
  record Used(String fingerprint, Resource answer) {}

  /// What became of an entry.
  sealed interface Appended {
    /// It is in the ledger, and durable after the next flush.
    record Written() implements Appended {}

    /// Another server wrote to the mesh first, and this entry is not in the ledger.
    record Overtaken() implements Appended {}

    /// The ledger failed, and this entry is in it no more than what was appended since the last
    /// flush.
    record Failed(RuntimeException why) implements Appended {}
  }

  /// How a mesh went on after some version.
  sealed interface Replay {
    /// By these writes, in their order and without a gap.
    record Steps(List<Step> steps) implements Replay {
      /// Copies its list.
      public Steps {
        steps = List.copyOf(steps);
      }
    }

    /// By more writes than are still known one by one; this is where they led.
    record Afresh(Stored stored) implements Replay {}
  }

  /// A write of another server: one version of the mesh.
  record Step(long meshVersion, List<Left> left) {
    /// Copies its list.
    public Step {
      left = List.copyOf(left);
    }
  }

  /// What such a write left of a resource.
  ///
  /// @param after empty where it is deleted
  /// @param tags whether nothing but its tags is changed
  record Left(ResourceId id, Optional<Resource> after, boolean tags) {}

  /// What other servers write to the same ledger.
  interface Others {
    /// How often to look for it.
    Duration every();

    /// The newest version of every mesh that there is or was, by name.
    Map<String, Long> newest();

    /// The mesh's newest version; 0 where there never was one. Any thread may ask.
    long newest(String mesh);

    /// How the mesh went on after that version.
    Replay after(String mesh, long version);
  }

  /// Every mesh that there is or was, by name.
  Map<String, Stored> load();

  /// What the token was used for since then, be the resource still there or not.
  Optional<Used> used(Change change, ClientToken token, Instant since);

  /// Puts the write into the ledger, if its mesh is still at the version before it.
  Appended append(Entry entry);

  /// How many entries may be appended before a flush.
  int together();

  /// Makes what was appended durable, all of it or nothing.
  void flush();

  /// Forgets what was appended since the last flush.
  void abandon();

  /// Does, of a write, all that changes nothing.
  void probe();

  /// What other servers write to it; empty where no other can.
  Optional<Others> others();

  /// Copies everything, as it is at one moment, into a new file, while writes go on.
  void backup(Path file);

  @Override
  void close();
}
