package dev.pillion.xds.store;

import dev.pillion.mesh.model.MeshException;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;

/// The SQLite store whose place another one takes: it may be damaged, and is kept as it is.
final class ReplacedStore {
  /// What follows the store's name in that of the one that was replaced, before the time.
  static final String KEPT = ".replaced-";

  /// What ends the name of a copy that is not whole.
  static final String HALF = ".part";

  static final List<String> LOGS = List.of("-wal", "-journal");

  private ReplacedStore() {}

  /// What is in it; empty where it is not there or cannot be read.
  static Optional<StoreContent> content(Path database) {
    if (!Files.exists(database)) {
      return Optional.empty();
    }
    try (Connection connection = SqliteFile.read(database)) {
      return Optional.of(StoreContent.of(connection, database));
    } catch (SQLException | MeshException _) {
      return Optional.empty();
    }
  }

  /// Gives it one more name, and leaves nothing beside the first that a store of the same name
  /// would take for its own; whether there is one at all.
  static boolean keep(Path database, Path kept) throws SQLException, IOException {
    boolean there = Files.exists(database);
    if (there) {
      if (!isDamaged(database)) {
        settle(database);
      }
      link(database, kept);
    }
    for (String suffix : LOGS) {
      Path log = beside(database, suffix);
      if (Files.exists(log)) {
        Files.move(log, beside(kept, suffix));
      }
    }
    // An index of the log, which SQLite makes anew.
    Files.deleteIfExists(beside(database, "-shm"));
    return there;
  }

  static Path beside(Path file, String suffix) {
    return file.resolveSibling(file.getFileName() + suffix);
  }

  /// Such a one is not opened to write: SQLite would take its log away.
  private static boolean isDamaged(Path database) throws SQLException {
    try (Connection connection = SqliteFile.read(database)) {
      return SqliteFile.fault(connection).isPresent();
    } catch (SQLiteException e) {
      if (is(e, SQLiteErrorCode.SQLITE_CORRUPT) || is(e, SQLiteErrorCode.SQLITE_NOTADB)) {
        return true;
      }
      throw e;
    }
  }

  /// Makes one file of the database and its log, which nobody else may have open meanwhile.
  private static void settle(Path database) throws SQLException {
    try (Connection connection = SqliteFile.plain(database);
        var statement = connection.createStatement();
        var mode = statement.executeQuery("PRAGMA journal_mode = DELETE")) {
      if (!mode.next() || !mode.getString(1).equals("delete")) {
        throw busy(database);
      }
    } catch (SQLiteException e) {
      if (is(e, SQLiteErrorCode.SQLITE_BUSY) || is(e, SQLiteErrorCode.SQLITE_LOCKED)) {
        throw busy(database);
      }
      throw e;
    }
  }

  /// Whether it is an error of that kind, which the low byte of its code tells.
  private static boolean is(SQLiteException e, SQLiteErrorCode kind) {
    return (e.getResultCode().code & 0xff) == kind.code;
  }

  private static MeshException busy(Path database) {
    return new MeshException(
        MeshException.Code.UNAVAILABLE,
        "store " + database,
        "another program has it open, such as a 'pillion' command",
        "let that end, and try again");
  }

  private static void link(Path database, Path kept) throws IOException {
    try {
      Files.createLink(kept, database);
    } catch (UnsupportedOperationException | FileSystemException _) {
      // Not every file system has links.
      Path half = beside(kept, HALF);
      Files.copy(
          database, half, StandardCopyOption.COPY_ATTRIBUTES, StandardCopyOption.REPLACE_EXISTING);
      SqliteFile.force(half);
      SqliteFile.move(half, kept);
    }
  }
}
