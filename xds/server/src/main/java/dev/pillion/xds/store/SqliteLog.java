package dev.pillion.xds.store;

import dev.pillion.mesh.model.MeshException;
import dev.pillion.mesh.model.ResourceId;
import dev.pillion.xds.json.AuditEntry;
import dev.pillion.xds.json.HistoryEntry;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

/// The log in a SQLite file, read by connections of its own beside the writer's.
record SqliteLog(Path file) implements WriteLog {
  static SqliteLog of(Path dataDirectory) {
    Path file = DataDirectory.database(dataDirectory);
    if (!Files.exists(file)) {
      throw new MeshException(
          MeshException.Code.NOT_FOUND,
          "store " + file,
          "it is not there",
          "give the server's data directory with --data");
    }
    return new SqliteLog(file);
  }

  @Override
  public List<HistoryEntry> history(
      String mesh, ResourceId id, Optional<HistoryEntry.Position> after, int limit) {
    return read(kept -> kept.history(mesh, id, after, limit));
  }

  @Override
  public List<AuditEntry> audit(Optional<String> mesh, AuditEntry.Position after, int limit) {
    return read(kept -> kept.audit(mesh, after, limit));
  }

  private interface Reading<T> {
    T of(Records records) throws SQLException;
  }

  private <T> T read(Reading<T> reading) {
    try (Connection own = SqliteFile.read(file)) {
      return reading.of(new Records(new Statements(own)));
    } catch (SQLException e) {
      throw SqliteFile.unreadable(file, e);
    }
  }
}
