package dev.pillion.xds.store;

import dev.pillion.mesh.model.ResourceId;
import dev.pillion.xds.json.AuditEntry;
import dev.pillion.xds.json.HistoryEntry;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;

/// The tables of what was: the history of each resource and the audit log. Transactions are the
/// caller's.
final class Records {
  private final Statements statements;

  Records(Statements statements) {
    this.statements = statements;
  }

  /// Adds a version and drops the one that is too many.
  void add(String mesh, ResourceId id, HistoryEntry entry) throws SQLException {
    List<Object> values = Rows.key(mesh, id);
    values.addAll(columns(entry.position()));
    values.addAll(
        List.of(
            entry.at().toEpochMilli(),
            entry.principal(),
            entry.address(),
            entry.action(),
            entry.spec()));
    statements.run(
        "INSERT INTO history (mesh, kind, parent, name, created_at, uid, version, at, principal,"
            + " address, action, spec) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        values.toArray());
    Optional<HistoryEntry.Position> oldest = entry.tooMany(Entry.VERSIONS_KEPT);
    if (oldest.isPresent()) {
      List<Object> key = Rows.key(mesh, id);
      key.addAll(columns(oldest.get()));
      statements.run(
          "DELETE FROM history WHERE mesh = ? AND kind = ? AND parent = ? AND name = ?"
              + " AND created_at = ? AND uid = ? AND version <= ?",
          key.toArray());
    }
  }

  void add(AuditEntry entry) throws SQLException {
    List<Object> values = Rows.key(entry.mesh(), entry.id());
    values.addAll(
        List.of(
            entry.meshVersion(),
            entry.part(),
            entry.at().toEpochMilli(),
            entry.principal(),
            entry.address(),
            entry.action(),
            entry.uid().toString(),
            // 0 is no resource's version.
            entry.before().orElse(0),
            entry.after().orElse(0)));
    statements.run(
        "INSERT INTO audit (mesh, kind, parent, name, version, part, at, principal, address, action,"
            + " uid, before, after)"
            + " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, nullif(?, 0), nullif(?, 0))",
        values.toArray());
  }

  List<HistoryEntry> history(
      String mesh, ResourceId id, Optional<HistoryEntry.Position> after, int limit)
      throws SQLException {
    List<Object> values = Rows.key(mesh, id);
    after.ifPresent(position -> values.addAll(columns(position)));
    values.add(limit);
    String sql =
        "SELECT * FROM history WHERE mesh = ? AND kind = ? AND parent = ? AND name = ?"
            + (after.isPresent() ? " AND (created_at, uid, version) < (?, ?, ?)" : "")
            + " ORDER BY created_at DESC, uid DESC, version DESC LIMIT ?";
    try (var rows = statements.with(sql, values.toArray()).executeQuery()) {
      var entries = new ArrayList<HistoryEntry>();
      while (rows.next()) {
        entries.add(historyEntry(rows));
      }
      return entries;
    }
  }

  List<AuditEntry> audit(Optional<String> mesh, AuditEntry.Position after, int limit)
      throws SQLException {
    var values = new ArrayList<Object>(List.of(after.mesh(), after.meshVersion(), after.part()));
    mesh.ifPresent(values::add);
    values.add(limit);
    String sql =
        "SELECT * FROM audit WHERE (mesh, version, part) > (?, ?, ?)"
            + (mesh.isPresent() ? " AND mesh = ?" : "")
            + " ORDER BY mesh, version, part LIMIT ?";
    try (var rows = statements.with(sql, values.toArray()).executeQuery()) {
      var entries = new ArrayList<AuditEntry>();
      while (rows.next()) {
        entries.add(auditEntry(rows));
      }
      return entries;
    }
  }

  /// The columns `created_at`, `uid` and `version`.
  private static List<Object> columns(HistoryEntry.Position position) {
    return List.of(
        position.created().toEpochMilli(), position.uid().toString(), position.version());
  }

  private static HistoryEntry historyEntry(ResultSet row) throws SQLException {
    return new HistoryEntry(
        UUID.fromString(row.getString("uid")),
        Instant.ofEpochMilli(row.getLong("created_at")),
        row.getLong("version"),
        Instant.ofEpochMilli(row.getLong("at")),
        row.getString("principal"),
        row.getString("address"),
        row.getString("action"),
        row.getString("spec"));
  }

  private static AuditEntry auditEntry(ResultSet row) throws SQLException {
    return new AuditEntry(
        row.getString("mesh"),
        row.getLong("version"),
        row.getInt("part"),
        Instant.ofEpochMilli(row.getLong("at")),
        row.getString("principal"),
        row.getString("address"),
        row.getString("action"),
        Rows.id(row),
        UUID.fromString(row.getString("uid")),
        version(row, "before"),
        version(row, "after"));
  }

  private static OptionalLong version(ResultSet row, String column) throws SQLException {
    long version = row.getLong(column);
    return row.wasNull() ? OptionalLong.empty() : OptionalLong.of(version);
  }
}
