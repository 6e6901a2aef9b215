package dev.pillion.xds.store;

import dev.pillion.mesh.model.MeshException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.concurrent.locks.ReentrantLock;

/// The access keys in the store's SQLite file, on a connection of their own: the command line
/// writes while a server runs, and the server reads without waiting for the store's writer.
final class SqliteKeyTable implements KeyTable {
  private static final String COLUMNS = "id, role, meshes, secret, note, created_at";

  private final Path file;
  private final Connection connection;
  private final ReentrantLock lock = new ReentrantLock();

  /* `lock` guards `connection`, which answers from memory or its file's pages; nothing else is
   * waited for while it is held. */

  private SqliteKeyTable(Path file, Connection connection) {
    this.file = file;
    this.connection = connection;
  }

  static SqliteKeyTable open(Path dataDirectory) {
    Path file = DataDirectory.database(dataDirectory);
    try {
      if (!Files.exists(file) || isBehind(file)) {
        migrate(dataDirectory);
      }
      return new SqliteKeyTable(file, SqliteFile.write(file));
    } catch (SQLException e) {
      throw failed(file, e);
    }
  }

  private static boolean isBehind(Path file) throws SQLException {
    try (Connection connection = SqliteFile.write(file)) {
      return Schema.of(file).isBehind(connection);
    }
  }

  /// Only where no server has the directory, whose schema would change under it.
  private static void migrate(Path dataDirectory) throws SQLException {
    try (DataDirectory directory = DataDirectory.claim(dataDirectory);
        Connection connection = SqliteFile.write(directory.database())) {
      Schema.of(directory.database()).migrate(connection);
    }
  }

  @Override
  public Optional<KeyRow> find(String id) {
    return run(
        "SELECT " + COLUMNS + " FROM access_key WHERE id = ?",
        statement -> {
          statement.setString(1, id);
          return rows(statement).stream().findFirst();
        });
  }

  @Override
  public List<KeyRow> list() {
    return run("SELECT " + COLUMNS + " FROM access_key ORDER BY id", SqliteKeyTable::rows);
  }

  @Override
  public void add(KeyRow key) {
    run(
        "INSERT INTO access_key (" + COLUMNS + ") VALUES (?, ?, ?, ?, ?, ?)",
        statement -> {
          statement.setString(1, key.id());
          statement.setString(2, key.role());
          statement.setString(3, String.join("\n", key.meshes()));
          statement.setString(4, key.secret());
          statement.setString(5, key.note());
          statement.setLong(6, key.created().toEpochMilli());
          return statement.executeUpdate();
        });
  }

  @Override
  public boolean replace(KeyRow key, String secret) {
    return run(
        "UPDATE access_key SET role = ?, meshes = ?, secret = ?, note = ?"
            + " WHERE id = ? AND secret = ?",
        statement -> {
          statement.setString(1, key.role());
          statement.setString(2, String.join("\n", key.meshes()));
          statement.setString(3, key.secret());
          statement.setString(4, key.note());
          statement.setString(5, key.id());
          statement.setString(6, secret);
          return statement.executeUpdate() == 1;
        });
  }

  @Override
  public boolean remove(String id) {
    return run(
        "DELETE FROM access_key WHERE id = ?",
        statement -> {
          statement.setString(1, id);
          return statement.executeUpdate() == 1;
        });
  }

  @Override
  public void close() {
    lock.lock();
    try {
      connection.close();
    } catch (SQLException e) {
      throw failed(file, e);
    } finally {
      lock.unlock();
    }
  }

  private static List<KeyRow> rows(PreparedStatement statement) throws SQLException {
    var keys = new ArrayList<KeyRow>();
    try (ResultSet rows = statement.executeQuery()) {
      while (rows.next()) {
        String meshes = rows.getString(3);
        keys.add(
            new KeyRow(
                rows.getString(1),
                rows.getString(2),
                new TreeSet<>(meshes.isEmpty() ? List.of() : Arrays.asList(meshes.split("\n"))),
                rows.getString(4),
                rows.getString(5),
                Instant.ofEpochMilli(rows.getLong(6))));
      }
    }
    return keys;
  }

  private interface Work<T> {
    T on(PreparedStatement statement) throws SQLException;
  }

  private <T> T run(String sql, Work<T> work) {
    lock.lock();
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      return work.on(statement);
    } catch (SQLException e) {
      throw failed(file, e);
    } finally {
      lock.unlock();
    }
  }

  private static MeshException failed(Path file, SQLException e) {
    var failure =
        new MeshException(
            MeshException.Code.UNAVAILABLE,
            "access keys in " + file,
            "they cannot be read or written (%s)".formatted(e.getMessage()),
            "see that the file is a Pillion store which this user may write, and that the disk has"
                + " room");
    failure.initCause(e);
    return failure;
  }
}
