package dev.pillion.xds.store;

import java.util.List;

/// The steps by which a SQLite store came to its tables, from the first on. A step that was
/// released is never changed; what is to be otherwise is a step at the end.
final class SchemaSteps {
  /// "PILL", by which a file is known as a Pillion store.
  static final int APPLICATION_ID = 0x50494C4C;

  private SchemaSteps() {}

  /// All of them, in order.
  static List<Migration> all() {
    return List.of(meshes(), accessKeys(), mark());
  }

  private static Migration meshes() {
    return Migration.of(
        1,
        "meshes, client tokens, history and audit log",
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
        """);
  }

  private static Migration accessKeys() {
    return Migration.of(
        2,
        "access keys",
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
        """);
  }

  /// From here on the file says whose it is, and which Pillion brought it to its version.
  private static Migration mark() {
    return Migration.of(
        3,
        "the file is marked as a Pillion store",
        "PRAGMA application_id = " + APPLICATION_ID,
        "ALTER TABLE schema_version ADD COLUMN pillion TEXT");
  }
}
