package dev.pillion.xds.store;

import dev.pillion.mesh.model.MeshException;
import dev.pillion.mesh.model.ResourceId;
import dev.pillion.xds.json.AuditEntry;
import dev.pillion.xds.json.HistoryEntry;
import dev.pillion.xds.json.Resource;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The ledger in one SQLite file, of one server's own. Writes that wait for each other share a
/// transaction, and with it the wait for the disk.
final class SqliteLedger implements Ledger {
  private static final Logger LOG = LoggerFactory.getLogger(SqliteLedger.class);
  private static final int TOGETHER = 64;

  private final DataDirectory directory;
  private final Connection connection;
  private final Statements statements;
  private final Rows rows;
  private final Records records;
  private boolean begun;

  private SqliteLedger(DataDirectory directory, Connection connection) {
    this.directory = directory;
    this.connection = connection;
    this.statements = new Statements(connection);
    this.rows = new Rows(statements);
    this.records = new Records(statements);
  }

  static SqliteLedger open(Path dataDirectory) {
    DataDirectory directory = DataDirectory.claim(dataDirectory);
    Path file = directory.database();
    HalfRestore.clear(file);
    try {
      Connection connection = SqliteFile.write(file);
      try {
        SqliteFile.check(connection, file);
        Schema.of(file).migrate(connection);
        return new SqliteLedger(directory, connection);
      } catch (SQLException | RuntimeException e) {
        connection.close();
        throw e;
      }
    } catch (SQLException e) {
      directory.close();
      throw SqliteFile.unreadable(file, e);
    } catch (RuntimeException e) {
      directory.close();
      throw e;
    }
  }

  @Override
  public Map<String, Stored> load() {
    try {
      Map<String, List<Resource>> resources = rows.resources();
      var stored = new HashMap<String, Stored>();
      rows.versions()
          .forEach((mesh, version) ->
              stored.put(mesh, new Stored(version, resources.getOrDefault(mesh, List.of()))));
      return stored;
    } catch (SQLException e) {
      throw SqliteFile.unreadable(directory.database(), e);
    }
  }

  @Override
  public Optional<Used> used(Change change, ClientToken token, Instant since) {
    try {
      return rows.used(change, token, since);
    } catch (SQLException e) {
      throw SqliteFile.unreadable(directory.database(), e);
    }
  }

  @Override
  public Appended append(Entry entry) {
    try {
      begin();
      write(entry);
      return new Appended.Written();
    } catch (SQLException e) {
      return new Appended.Failed(unwritable(e));
    } catch (RuntimeException e) {
      return new Appended.Failed(e);
    }
  }

  /// Takes the lock for writing at once, since a transaction that has read would not be waited for.
  private void begin() throws SQLException {
    if (!begun) {
      statements.run("BEGIN IMMEDIATE");
      begun = true;
    }
  }

  private void write(Entry entry) throws SQLException {
    rows.version(entry.mesh(), entry.meshVersion());
    for (Entry.Part part : entry.parts()) {
      if (part.after().isPresent()) {
        rows.put(part.after().get());
      } else {
        rows.delete(part.answer());
      }
      Optional<HistoryEntry> version = part.history(entry.at());
      if (version.isPresent()) {
        records.add(entry.mesh(), part.id(), version.get());
      }
    }
    for (AuditEntry line : entry.audit()) {
      records.add(line);
    }
    if (entry.token().isPresent()) {
      rows.remember(entry.parts().getFirst(), entry.token().get(), entry.at());
    }
  }

  @Override
  public int together() {
    return TOGETHER;
  }

  @Override
  public void flush() {
    if (!begun) {
      return;
    }
    try {
      statements.run("COMMIT");
      begun = false;
    } catch (SQLException e) {
      throw unwritable(e);
    }
  }

  @Override
  public void abandon() {
    if (!begun) {
      return;
    }
    begun = false;
    try {
      statements.run("ROLLBACK");
    } catch (SQLException e) {
      LOG.warn("store={} state=not-rolled-back error=\"{}\"", directory.database(), e.getMessage());
    }
  }

  /// Writes the schema's version that is there already.
  @Override
  public void probe() {
    try {
      Schema.touch(connection);
    } catch (SQLException e) {
      throw unwritable(e);
    }
  }

  @Override
  public Optional<Others> others() {
    return Optional.empty();
  }

  @Override
  public List<HistoryEntry> history(
      String mesh, ResourceId id, Optional<HistoryEntry.Position> after, int limit) {
    return new SqliteLog(directory.database()).history(mesh, id, after, limit);
  }

  @Override
  public List<AuditEntry> audit(Optional<String> mesh, AuditEntry.Position after, int limit) {
    return new SqliteLog(directory.database()).audit(mesh, after, limit);
  }

  @Override
  public void backup(Path file) {
    SqliteFile.copy(directory.database(), file);
  }

  @Override
  public void close() {
    try {
      connection.close();
    } catch (SQLException e) {
      LOG.warn("store={} state=not-closed error=\"{}\"", directory.database(), e.getMessage());
    }
    directory.close();
  }

  private MeshException unwritable(SQLException e) {
    var failure =
        new MeshException(
            MeshException.Code.UNAVAILABLE,
            "store " + directory.database(),
            "the write failed and nothing changed (%s)".formatted(e.getMessage()),
            "see that the disk has room and is writable, then try again");
    failure.initCause(e);
    return failure;
  }
}
