package dev.pillion.xds.store;

import dev.pillion.mesh.model.ResourceId;
import dev.pillion.mesh.state.MeshState;
import dev.pillion.mesh.state.Meshes;
import dev.pillion.mesh.state.Quotas;
import dev.pillion.xds.json.AuditEntry;
import dev.pillion.xds.json.HistoryEntry;
import dev.pillion.xds.json.Resource;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Optional;

/// Every mesh, durable. Accepted means written to disk and seen by every later read; refused, with
/// a `MeshException`, means that nothing changed, and that the reason is true of what all servers
/// wrote.
public interface MeshStore extends Meshes, AutoCloseable {
  /// Opens the store in the directory, which is made if need be and is this process's own until
  /// `close`.
  ///
  /// @param account the 12-digit account that owns what is created
  static MeshStore open(Path dataDirectory, String account, Clock clock) {
    return open(dataDirectory, account, Quotas.USUAL, clock);
  }

  /// Opens the store with other quotas than the usual.
  static MeshStore open(Path dataDirectory, String account, Quotas quotas, Clock clock) {
    return over(SqliteLedger.open(dataDirectory), account, quotas, clock);
  }

  /// The store whose meshes that ledger keeps; `close` closes it too.
  ///
  /// @param account the 12-digit account that owns what is created
  static MeshStore over(Ledger ledger, String account, Quotas quotas, Clock clock) {
    return LedgerStore.over(ledger, new Decisions(account, quotas), clock);
  }

  /// Writes, and returns the resource as it is after that; a deleted one as it last was, with the
  /// version and the time of the deletion.
  default Resource commit(Change change) {
    return commit(List.of(change)).getFirst();
  }

  /// Writes all of them or nothing, in that order and as one version of the mesh that they are all
  /// of, and returns what each came to. A client token is that of the first: where it is known, the
  /// others are not looked at, and its earlier answer is all that is returned.
  List<Resource> commit(List<Change> together);

  /// The mesh with every write that was answered before, by whichever server; `mesh` may lack those
  /// of the last second that another server answered.
  Optional<MeshState> newest(String mesh);

  /// The resource; refused only if no server has it.
  Resource describe(String mesh, ResourceId id);

  /// Up to `limit` resources of the list by name, those after the given name.
  Page page(Listing listing, Optional<String> after, int limit);

  /// Does, of a write, all that changes nothing, and throws as a write would that failed.
  void probe();

  /// Versions that the resource had, the newest first, those after the position: the last 1,000 of
  /// it, and of those of its name that were deleted before.
  List<HistoryEntry> history(
      String mesh, ResourceId id, Optional<HistoryEntry.Position> after, int limit);

  /// Writes in the order of the audit log, those after the position; of one mesh, where it is
  /// named.
  List<AuditEntry> audit(Optional<String> mesh, AuditEntry.Position after, int limit);

  /// Copies everything, as it is at one moment, into a new file, while writes go on.
  void backup(Path file);

  @Override
  void close();
}
