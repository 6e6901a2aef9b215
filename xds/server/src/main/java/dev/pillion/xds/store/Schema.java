package dev.pillion.xds.store;

import dev.pillion.mesh.model.MeshException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

/// The tables, and how an older file gets to them: one list of statements a version, never changed
/// once released, only added to.
final class Schema {
  private static final List<List<String>> MIGRATIONS =
      List.of(
          List.of(
              // A deleted mesh keeps its row, so that versions of a name never come twice.
              """
              CREATE TABLE mesh (
                name TEXT PRIMARY KEY,
                version INTEGER NOT NULL
              ) STRICT, WITHOUT ROWID\
              """,
              // Times are milliseconds since 1970, UTC. `parent` is a route's virtual router.
              """
              CREATE TABLE resource (
                mesh TEXT NOT NULL,
                kind TEXT NOT NULL,
                parent TEXT NOT NULL,
                name TEXT NOT NULL,
                uid TEXT NOT NULL,
                version INTEGER NOT NULL,
                created_at INTEGER NOT NULL,
                updated_at INTEGER NOT NULL,
                mesh_owner TEXT NOT NULL,
                resource_owner TEXT NOT NULL,
                spec TEXT NOT NULL,
                tags TEXT NOT NULL,
                PRIMARY KEY (mesh, kind, parent, name)
              ) STRICT, WITHOUT ROWID\
              """,
              // The answer that each client token was given; `scope` is where it is that token.
              """
              CREATE TABLE client_token (
                scope TEXT NOT NULL,
                token TEXT NOT NULL,
                used_at INTEGER NOT NULL,
                request TEXT NOT NULL,
                mesh TEXT NOT NULL,
                kind TEXT NOT NULL,
                parent TEXT NOT NULL,
                name TEXT NOT NULL,
                uid TEXT NOT NULL,
                version INTEGER NOT NULL,
                created_at INTEGER NOT NULL,
                updated_at INTEGER NOT NULL,
                mesh_owner TEXT NOT NULL,
                resource_owner TEXT NOT NULL,
                spec TEXT NOT NULL,
                tags TEXT NOT NULL,
                PRIMARY KEY (scope, token)
              ) STRICT, WITHOUT ROWID\
              """,
              "CREATE INDEX client_token_used_at ON client_token (used_at)",
              """
              CREATE TABLE history (
                mesh TEXT NOT NULL,
                kind TEXT NOT NULL,
                parent TEXT NOT NULL,
                name TEXT NOT NULL,
                created_at INTEGER NOT NULL,
                uid TEXT NOT NULL,
                version INTEGER NOT NULL,
                at INTEGER NOT NULL,
                principal TEXT NOT NULL,
                address TEXT NOT NULL,
                action TEXT NOT NULL,
                spec TEXT NOT NULL,
                PRIMARY KEY (mesh, kind, parent, name, created_at, uid, version)
              ) STRICT, WITHOUT ROWID\
              """,
              // `version` is the mesh's; `before` and `after` are the resource's.
              """
              CREATE TABLE audit (
                mesh TEXT NOT NULL,
                version INTEGER NOT NULL,
                part INTEGER NOT NULL,
                at INTEGER NOT NULL,
                principal TEXT NOT NULL,
                address TEXT NOT NULL,
                action TEXT NOT NULL,
                kind TEXT NOT NULL,
                parent TEXT NOT NULL,
                name TEXT NOT NULL,
                uid TEXT NOT NULL,
                before INTEGER,
                after INTEGER,
                PRIMARY KEY (mesh, version, part)
              ) STRICT, WITHOUT ROWID\
              """,
              """
              CREATE TRIGGER audit_is_not_updated BEFORE UPDATE ON audit
              BEGIN SELECT RAISE(ABORT, 'the audit log is only added to'); END\
              """,
              """
              CREATE TRIGGER audit_is_not_deleted BEFORE DELETE ON audit
              BEGIN SELECT RAISE(ABORT, 'the audit log is only added to'); END\
              """,
              // INSERT OR REPLACE would delete a row without telling the trigger for deletions.
              """
              CREATE TRIGGER audit_is_not_replaced BEFORE INSERT ON audit
              WHEN EXISTS (
                SELECT 1 FROM audit
                WHERE mesh = NEW.mesh AND version = NEW.version AND part = NEW.part)
              BEGIN SELECT RAISE(ABORT, 'the audit log is only added to'); END\
              """),
          List.of(
              // `meshes` has one name a line; `secret` is sealed by a key that is kept elsewhere.
              """
              CREATE TABLE access_key (
                id TEXT PRIMARY KEY,
                role TEXT NOT NULL,
                meshes TEXT NOT NULL,
                secret TEXT NOT NULL,
                note TEXT NOT NULL,
                created_at INTEGER NOT NULL
              ) STRICT, WITHOUT ROWID\
              """));

  private Schema() {}

  /// Brings the file up to date, each version in a transaction of its own.
  static void migrate(Connection connection) throws SQLException {
    execute(connection, "CREATE TABLE IF NOT EXISTS schema_version (version INTEGER NOT NULL)");
    int version = known(version(connection));
    for (int next = version; next < MIGRATIONS.size(); next++) {
      execute(connection, "BEGIN IMMEDIATE");
      for (String sql : MIGRATIONS.get(next)) {
        execute(connection, sql);
      }
      execute(connection, "DELETE FROM schema_version");
      execute(connection, "INSERT INTO schema_version VALUES (" + (next + 1) + ")");
      execute(connection, "COMMIT");
    }
  }

  /// Whether `migrate` would change the file.
  static boolean isBehind(Connection connection) throws SQLException {
    try (var statement = connection.createStatement();
        var rows =
            statement.executeQuery("SELECT 1 FROM sqlite_master WHERE name = 'schema_version'")) {
      if (!rows.next()) {
        return true;
      }
    }
    return known(version(connection)) < MIGRATIONS.size();
  }

  private static int known(int version) {
    if (version > MIGRATIONS.size()) {
      throw new MeshException(
          MeshException.Code.UNAVAILABLE,
          "store",
          "its schema has version %d, and this Pillion knows up to %d"
              .formatted(version, MIGRATIONS.size()),
          "run the newer Pillion that wrote it, or restore a backup from before");
    }
    return version;
  }

  private static void execute(Connection connection, String sql) throws SQLException {
    try (var statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  /// Writes the version that is there already.
  static void touch(Connection connection) throws SQLException {
    try (var statement = connection.createStatement()) {
      statement.execute("UPDATE schema_version SET version = version");
    }
  }

  private static int version(Connection connection) throws SQLException {
    try (var statement = connection.createStatement();
        var rows = statement.executeQuery("SELECT max(version) FROM schema_version")) {
      return rows.next() ? rows.getInt(1) : 0;
    }
  }
}
