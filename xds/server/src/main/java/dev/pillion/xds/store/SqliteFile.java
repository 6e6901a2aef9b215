package dev.pillion.xds.store;

import dev.pillion.mesh.model.MeshException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Objects;
import org.sqlite.SQLiteConfig;

/// The database file: how it is opened, checked and copied.
final class SqliteFile {
  private static final int BUSY_MILLIS = 5_000;

  private SqliteFile() {}

  /// A connection that writes, each transaction on disk when it is committed. Who uses it begins
  /// and commits by statements of its own: the driver would begin the next transaction at each
  /// commit, and hold the lock that another process's write waits for.
  static Connection write(Path file) throws SQLException {
    var config = new SQLiteConfig();
    config.setJournalMode(SQLiteConfig.JournalMode.WAL);
    config.setSynchronous(SQLiteConfig.SynchronousMode.FULL);
    config.setBusyTimeout(BUSY_MILLIS);
    return config.createConnection("jdbc:sqlite:" + file);
  }

  /// A connection that only reads, beside the one that writes.
  static Connection read(Path file) throws SQLException {
    var config = new SQLiteConfig();
    config.setReadOnly(true);
    config.setBusyTimeout(BUSY_MILLIS);
    return config.createConnection("jdbc:sqlite:" + file);
  }

  /// Refuses a file whose pages do not hold together, before anything in it is believed.
  static void check(Connection connection, Path file) throws SQLException {
    try (var statement = connection.createStatement();
        var rows = statement.executeQuery("PRAGMA quick_check(1)")) {
      String found = rows.next() ? rows.getString(1) : "no answer";
      if (!found.equals("ok")) {
        throw damaged(file, found);
      }
    }
  }

  /// Copies the database as it is at one moment, while it is written to. The copy has its name only
  /// once it is whole and on disk.
  static void copy(Path database, Path to) {
    Path whole = to.toAbsolutePath();
    Path half = whole.resolveSibling(whole.getFileName() + ".part");
    if (Files.exists(to)) {
      throw uncopied(to, "it is there already", "name a new file, or move that one away");
    }
    if (!Files.exists(database)) {
      throw new MeshException(
          MeshException.Code.NOT_FOUND,
          "store " + database,
          "it is not there",
          "give the server's data directory with --data");
    }
    try {
      Files.deleteIfExists(half);
      try (Connection connection = read(database);
          var statement = connection.prepareStatement("VACUUM INTO ?")) {
        statement.setString(1, half.toString());
        statement.execute();
      }
      force(half);
      Files.move(half, whole, StandardCopyOption.ATOMIC_MOVE);
      force(Objects.requireNonNull(whole.getParent()));
    } catch (SQLException | IOException e) {
      throw uncopied(
          to,
          e.toString(),
          "see that its directory is there, writable and has room, and try again");
    }
  }

  private static void force(Path path) throws IOException {
    try (var channel = FileChannel.open(path, StandardOpenOption.READ)) {
      channel.force(true);
    }
  }

  private static MeshException damaged(Path file, String found) {
    return new MeshException(
        MeshException.Code.UNAVAILABLE,
        "store " + file,
        "it is damaged (%s)".formatted(found.lines().findFirst().orElse("")),
        "restore a backup as docs/store.md tells, and keep this file for a look at the disk");
  }

  private static MeshException uncopied(Path to, String problem, String remedy) {
    return new MeshException(MeshException.Code.UNAVAILABLE, "backup " + to, problem, remedy);
  }

  /// A file that cannot be read.
  static MeshException unreadable(Path database, SQLException e) {
    var failure =
        new MeshException(
            MeshException.Code.UNAVAILABLE,
            "store " + database,
            "it cannot be opened (%s)".formatted(e.getMessage()),
            "see that the file is a Pillion store and readable, restore a backup, or give another"
                + " directory with --data");
    failure.initCause(e);
    return failure;
  }
}
