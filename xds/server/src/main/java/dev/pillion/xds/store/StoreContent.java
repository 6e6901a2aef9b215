package dev.pillion.xds.store;

import dev.pillion.mesh.model.MeshException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Collections;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/// What a SQLite store has in it, in a few words.
///
/// @param meshes those that there are, by name, with their versions
/// @param keys the ids of its access keys
public record StoreContent(SortedMap<String, Long> meshes, SortedSet<String> keys) {
  /// The first version of the schema that has access keys.
  private static final int WITH_KEYS = 2;

  /// Copies its map and its set.
  public StoreContent {
    meshes = Collections.unmodifiableSortedMap(new TreeMap<>(meshes));
    keys = Collections.unmodifiableSortedSet(new TreeSet<>(keys));
  }

  /// Refuses a file that is no Pillion store, or one of a newer Pillion.
  static StoreContent of(Connection connection, Path file) throws SQLException {
    int version = Schema.of(file).version(connection);
    if (version == 0) {
      throw new MeshException(
          MeshException.Code.INVALID,
          "store " + file,
          "it is empty",
          "give a file that 'pillion store backup' made");
    }
    var meshes = new TreeMap<String, Long>();
    var keys = new TreeSet<String>();
    try (var statement = connection.createStatement()) {
      try (var rows =
          statement.executeQuery(
              "SELECT name, version FROM mesh WHERE name IN (SELECT mesh FROM resource)")) {
        while (rows.next()) {
          meshes.put(rows.getString(1), rows.getLong(2));
        }
      }
      if (version >= WITH_KEYS) {
        try (var rows = statement.executeQuery("SELECT id FROM access_key")) {
          while (rows.next()) {
            keys.add(rows.getString(1));
          }
        }
      }
    }
    return new StoreContent(meshes, keys);
  }
}
