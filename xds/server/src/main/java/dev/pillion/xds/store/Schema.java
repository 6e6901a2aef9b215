package dev.pillion.xds.store;

import dev.pillion.mesh.model.MeshException;
import dev.pillion.mesh.model.PillionVersion;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A SQLite store's tables: which version of them a file has, and how an older file gets to the
/// newest.
final class Schema {
  private static final Logger LOG = LoggerFactory.getLogger(Schema.class);

  /// The first version whose files carry a mark, and the name of the Pillion that made them so.
  private static final int MARKED = 3;

  private final Path file;
  private final List<Migration> steps;

  /// @param steps from version 1 on, without a gap
  Schema(Path file, List<Migration> steps) {
    this.file = file;
    this.steps = List.copyOf(steps);
    for (int i = 0; i < steps.size(); i++) {
      if (steps.get(i).version() != i + 1) {
        throw new IllegalArgumentException("step %d is of another version".formatted(i + 1));
      }
    }
  }

  static Schema of(Path file) {
    return new Schema(file, SchemaSteps.all());
  }

  /// The file's version; 0 where nothing is in it. Refuses what is no Pillion store, or one of a
  /// newer Pillion.
  int version(Connection connection) throws SQLException {
    if (number(connection, "SELECT count(*) FROM sqlite_master") == 0) {
      return 0;
    }
    int mark = number(connection, "PRAGMA application_id");
    boolean unmarked = mark == 0;
    if (!has(connection, "schema_version") || (!unmarked && mark != SchemaSteps.APPLICATION_ID)) {
      throw foreign();
    }
    int version = number(connection, "SELECT max(version) FROM schema_version");
    if ((version > 0 && !has(connection, "mesh")) || (version >= MARKED && unmarked)) {
      throw foreign();
    }
    if (version > steps.size()) {
      throw newer(version, maker(connection));
    }
    return version;
  }

  /// Whether [#migrate] would change the file.
  boolean isBehind(Connection connection) throws SQLException {
    return version(connection) < steps.size();
  }

  /// Brings the file up to date, each step in a transaction of its own. What fails leaves the file
  /// at the version before, and can be tried again.
  void migrate(Connection connection) throws SQLException {
    int from = version(connection);
    for (Migration step : steps.subList(from, steps.size())) {
      execute(connection, "BEGIN IMMEDIATE");
      try {
        step.work().on(connection);
        set(connection, step.version());
        execute(connection, "COMMIT");
      } catch (SQLException | RuntimeException e) {
        rollBack(connection);
        throw failed(step, e);
      }
      // Of a new file it goes without saying.
      if (from > 0) {
        LOG.info(
            "store={} schema={} state=migrated brings=\"{}\"", file, step.version(), step.brings());
      }
    }
  }

  private static void set(Connection connection, int version) throws SQLException {
    execute(connection, "CREATE TABLE IF NOT EXISTS schema_version (version INTEGER NOT NULL)");
    execute(connection, "DELETE FROM schema_version");
    execute(connection, "INSERT INTO schema_version (version) VALUES (" + version + ")");
    if (version >= MARKED) {
      try (var statement = connection.prepareStatement("UPDATE schema_version SET pillion = ?")) {
        statement.setString(1, PillionVersion.current());
        statement.executeUpdate();
      }
    }
  }

  private static void rollBack(Connection connection) {
    try {
      execute(connection, "ROLLBACK");
    } catch (SQLException e) {
      // SQLite has done so itself where the disk is full; else it does when the file is closed.
      LOG.debug("state=not-rolled-back error=\"{}\"", e.getMessage());
    }
  }

  /// Writes the version that is there already.
  static void touch(Connection connection) throws SQLException {
    execute(connection, "UPDATE schema_version SET version = version");
  }

  static void execute(Connection connection, String sql) throws SQLException {
    try (var statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private static boolean has(Connection connection, String table) throws SQLException {
    return number(
            connection,
            "SELECT count(*) FROM sqlite_master WHERE type = 'table' AND name = '" + table + "'")
        > 0;
  }

  private static int number(Connection connection, String sql) throws SQLException {
    try (var statement = connection.createStatement();
        var rows = statement.executeQuery(sql)) {
      return rows.next() ? rows.getInt(1) : 0;
    }
  }

  private static Optional<String> maker(Connection connection) throws SQLException {
    try (var statement = connection.createStatement();
        var rows = statement.executeQuery("SELECT pillion FROM schema_version")) {
      return rows.next() ? Optional.ofNullable(rows.getString(1)) : Optional.empty();
    }
  }

  private MeshException foreign() {
    return refusal(
        MeshException.Code.INVALID,
        "it is a SQLite database, but no Pillion store",
        "give the file of a Pillion store, or another directory with --data");
  }

  private MeshException newer(int version, Optional<String> maker) {
    return refusal(
        MeshException.Code.INVALID,
        "its schema has version %d%s, and this Pillion (%s) knows up to %d"
            .formatted(
                version,
                maker.map(name -> ", made by Pillion " + name).orElse(""),
                PillionVersion.current(),
                steps.size()),
        "run that Pillion or a newer one; or, to stay with this one, put back a backup from before"
            + " it with 'pillion store restore'");
  }

  private MeshException failed(Migration step, Exception cause) {
    var failure =
        refusal(
            MeshException.Code.UNAVAILABLE,
            "the step to schema version %d (%s) failed, and the file is as it was before it (%s)"
                .formatted(step.version(), step.brings(), cause.getMessage()),
            "see that the disk has room and is writable, then start again; or run the Pillion from"
                + " before");
    failure.initCause(cause);
    return failure;
  }

  private MeshException refusal(MeshException.Code code, String problem, String remedy) {
    return new MeshException(code, "store " + file, problem, remedy);
  }
}
