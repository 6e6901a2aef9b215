package dev.pillion.xds.store;

import dev.pillion.mesh.model.ResourceId;
import dev.pillion.xds.json.AuditEntry;
import dev.pillion.xds.json.HistoryEntry;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// What was written, by whom and when: of each resource its versions, and of all of them one log.
/// Any thread may ask.
public interface WriteLog {
  /// That of the SQLite store in the data directory, whose server may run meanwhile.
  static WriteLog of(Path dataDirectory) {
    return SqliteLog.of(dataDirectory);
  }

  /// Versions that resources of that name had, the newest first, those after the position: the last
  /// 1,000 of each.
  List<HistoryEntry> history(
      String mesh, ResourceId id, Optional<HistoryEntry.Position> after, int limit);

  /// Writes in the order of the log, those after the position; of one mesh, where it is named.
  List<AuditEntry> audit(Optional<String> mesh, AuditEntry.Position after, int limit);
}
