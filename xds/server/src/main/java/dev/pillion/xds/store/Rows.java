package dev.pillion.xds.store;

import dev.pillion.mesh.model.Metadata;
import dev.pillion.mesh.model.ResourceId;
import dev.pillion.xds.json.Kind;
import dev.pillion.xds.json.Resource;
import dev.pillion.xds.json.SpecJson;
import dev.pillion.xds.json.TagsJson;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/// The tables of meshes as they are, and of client tokens, read and written; transactions are the
/// caller's.
final class Rows {
  private static final String RESOURCE_COLUMNS =
      "mesh, kind, parent, name, uid, version, created_at, updated_at, mesh_owner, resource_owner,"
          + " spec, tags";

  private final Statements statements;

  Rows(Statements statements) {
    this.statements = statements;
  }

  Map<String, Long> versions() throws SQLException {
    try (var rows = statements.with("SELECT name, version FROM mesh").executeQuery()) {
      var versions = new HashMap<String, Long>();
      while (rows.next()) {
        versions.put(rows.getString(1), rows.getLong(2));
      }
      return versions;
    }
  }

  Map<String, List<Resource>> resources() throws SQLException {
    String sql = "SELECT " + RESOURCE_COLUMNS + " FROM resource";
    try (var rows = statements.with(sql).executeQuery()) {
      var byMesh = new HashMap<String, List<Resource>>();
      while (rows.next()) {
        Resource resource = resource(rows);
        byMesh.computeIfAbsent(resource.mesh(), _ -> new ArrayList<>()).add(resource);
      }
      return byMesh;
    }
  }

  Optional<Ledger.Used> used(Change change, ClientToken token, Instant since) throws SQLException {
    String sql =
        "SELECT "
            + RESOURCE_COLUMNS
            + ", request FROM client_token"
            + " WHERE scope = ? AND token = ? AND used_at >= ?";
    try (var rows =
        statements
            .with(sql, change.tokenScope(), token.token(), since.toEpochMilli())
            .executeQuery()) {
      return rows.next()
          ? Optional.of(new Ledger.Used(rows.getString("request"), resource(rows)))
          : Optional.empty();
    }
  }

  void version(String mesh, long version) throws SQLException {
    statements.run("INSERT OR REPLACE INTO mesh (name, version) VALUES (?, ?)", mesh, version);
  }

  void put(Resource resource) throws SQLException {
    statements.run(
        "INSERT OR REPLACE INTO resource ("
            + RESOURCE_COLUMNS
            + ") VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        columns(resource).toArray());
  }

  void delete(Resource resource) throws SQLException {
    statements.run(
        "DELETE FROM resource WHERE mesh = ? AND kind = ? AND parent = ? AND name = ?",
        key(resource.mesh(), resource.id()).toArray());
  }

  /// Keeps what the token was answered, and forgets those that are older than any that count.
  void remember(Entry.Part part, ClientToken token, Instant now) throws SQLException {
    statements.run(
        "DELETE FROM client_token WHERE used_at < ?", now.minus(Entry.TOKEN_LIFE).toEpochMilli());
    List<Object> values = columns(part.answer());
    values.addAll(
        List.of(
            part.change().tokenScope(), token.token(), now.toEpochMilli(), token.fingerprint()));
    statements.run(
        "INSERT OR REPLACE INTO client_token ("
            + RESOURCE_COLUMNS
            + ", scope, token, used_at, request)"
            + " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        values.toArray());
  }

  /// The columns that name a resource: `mesh`, `kind`, `parent` and `name`.
  static List<Object> key(String mesh, ResourceId id) {
    String name = id instanceof ResourceId.Mesh ? mesh : id.name();
    var key = new ArrayList<Object>();
    key.addAll(
        List.of(mesh, Kind.of(id).word(), id.parent().map(ResourceId::name).orElse(""), name));
    return key;
  }

  /// The resource that a row's `kind`, `parent` and `name` name.
  static ResourceId id(ResultSet row) throws SQLException {
    return Kind.of(row.getString("kind")).id(row.getString("parent"), row.getString("name"));
  }

  private static List<Object> columns(Resource resource) {
    Metadata metadata = resource.metadata();
    List<Object> columns = key(resource.mesh(), resource.id());
    columns.addAll(
        List.of(
            metadata.uid().toString(),
            metadata.version(),
            metadata.createdAt().toEpochMilli(),
            metadata.lastUpdatedAt().toEpochMilli(),
            metadata.meshOwner(),
            metadata.resourceOwner(),
            resource.document().text(),
            TagsJson.write(resource.tags())));
    return columns;
  }

  private static Resource resource(ResultSet row) throws SQLException {
    var metadata =
        new Metadata(
            UUID.fromString(row.getString("uid")),
            row.getLong("version"),
            Instant.ofEpochMilli(row.getLong("created_at")),
            Instant.ofEpochMilli(row.getLong("updated_at")),
            row.getString("mesh_owner"),
            row.getString("resource_owner"));
    ResourceId id = id(row);
    var document = SpecJson.stored(Kind.of(id), row.getString("spec"));
    var tags = TagsJson.read(row.getString("tags"));
    return new Resource(row.getString("mesh"), id, metadata, document, tags);
  }
}
