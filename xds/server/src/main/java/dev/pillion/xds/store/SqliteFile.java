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
import java.util.Optional;
import org.sqlite.SQLiteConfig;

/// The database file: how it is opened, checked and copied.
final class SqliteFile {
  private static final int BUSY_MILLIS = 5_000;

  private SqliteFile() {}

  /// A connection that writes, each transaction on disk when it is committed; refused where the
  /// file is no store of ours, which is left as it was. Who uses it begins and commits by
  /// statements of its own: the driver would begin the next transaction at each commit, and hold
  /// the lock that another process's write waits for.
  static Connection write(Path file) throws SQLException {
    Connection connection = plain(file);
    try {
      Schema.of(file).version(connection);
      // Kept in the file itself, so a foreign one must not get here.
      Schema.execute(connection, "PRAGMA journal_mode = WAL");
      return connection;
    } catch (SQLException | RuntimeException e) {
      connection.close();
      throw e;
    }
  }

  /// A connection to whatever the file is.
  static Connection plain(Path file) throws SQLException {
    var config = new SQLiteConfig();
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
    Optional<String> fault = fault(connection);
    if (fault.isPresent()) {
      throw damaged(file, fault.get());
    }
  }

  /// What does not hold together in the file, if anything.
  static Optional<String> fault(Connection connection) throws SQLException {
    try (var statement = connection.createStatement();
        var rows = statement.executeQuery("PRAGMA quick_check(1)")) {
      String found = rows.next() ? rows.getString(1) : "no answer";
      return found.equals("ok") ? Optional.empty() : Optional.of(found);
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
      vacuum(database, half);
      force(half);
      move(half, whole);
    } catch (SQLException | IOException e) {
      throw uncopied(
          to,
          e.toString(),
          "see that its directory is there, writable and has room, and try again");
    }
  }

  /// Writes what is in the database into a file that is not there yet, or is empty.
  static void vacuum(Path database, Path to) throws SQLException {
    try (Connection connection = read(database);
        var statement = connection.prepareStatement("VACUUM INTO ?")) {
      statement.setString(1, to.toString());
      statement.execute();
    }
  }

  /// Gives the file its name, for good: in the place of what had it.
  static void move(Path file, Path to) throws IOException {
    Files.move(file, to, StandardCopyOption.ATOMIC_MOVE);
    force(Objects.requireNonNull(to.getParent()));
  }

  /// Waits until the file, or the directory, is on disk.
  static void force(Path path) throws IOException {
    try (var channel = FileChannel.open(path, StandardOpenOption.READ)) {
      channel.force(true);
    }
  }

  private static MeshException damaged(Path file, String found) {
    return new MeshException(
        MeshException.Code.UNAVAILABLE,
        "store " + file,
        "it is damaged (%s)".formatted(found.lines().findFirst().orElse("")),
        "'pillion store restore' puts a backup in its place and keeps this file, for a look at the"
            + " disk");
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
