package dev.pillion.xds.store;

import dev.pillion.mesh.model.MeshException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Brings a copy of a SQLite store back into a data directory that no server has. A kill at any
/// moment leaves the store from before or the one from the copy, whole.
public final class Restore {
  private static final Logger LOG = LoggerFactory.getLogger(Restore.class);
  private static final DateTimeFormatter WHEN =
      DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss.SSS'Z'").withZone(ZoneOffset.UTC);

  private final Path backup;
  private final DataDirectory directory;
  private final Instant now;

  private Restore(Path backup, DataDirectory directory, Instant now) {
    this.backup = backup;
    this.directory = directory;
    this.now = now;
  }

  /// What became of it.
  ///
  /// @param kept the store that was there before; empty where none was
  /// @param content what the restored store has
  /// @param before what the one before had; empty where none was, or it cannot be read
  public record Restored(
      Path database, Optional<Path> kept, StoreContent content, Optional<StoreContent> before) {}

  /// Restores the copy that [Backup#of] made, into the directory, which is made if need be. The
  /// copy stays as it is.
  public static Restored of(Path backup, Path dataDirectory, Instant now) {
    StoreContent content = content(backup, dataDirectory);
    try (DataDirectory directory = DataDirectory.claim(dataDirectory)) {
      return new Restore(backup, directory, now).run(content);
    }
  }

  private static StoreContent content(Path backup, Path dataDirectory) {
    if (!Files.isRegularFile(backup)) {
      throw refused(
          MeshException.Code.NOT_FOUND,
          backup,
          "there is no such file",
          "give one that 'pillion store backup' made");
    }
    try {
      Path database = DataDirectory.database(dataDirectory);
      if (Files.exists(database) && Files.isSameFile(backup, database)) {
        throw refused(
            MeshException.Code.INVALID,
            backup,
            "it is the store that is to be replaced",
            "give one that 'pillion store backup' made");
      }
      try (Connection connection = SqliteFile.read(backup)) {
        SqliteFile.check(connection, backup);
        return StoreContent.of(connection, backup);
      }
    } catch (SQLException | IOException e) {
      throw refused(
          MeshException.Code.INVALID,
          backup,
          "it is no Pillion store, or cannot be read (%s)".formatted(e.getMessage()),
          "give a file that 'pillion store backup' made, in a directory that this user may write");
    }
  }

  private Restored run(StoreContent content) {
    Path database = directory.database().toAbsolutePath();
    Path aside = HalfRestore.aside(database);
    HalfRestore.clear(database);
    try {
      SqliteFile.vacuum(backup, aside);
      checkOwner(database, aside);
      SqliteFile.force(aside);
      Optional<StoreContent> before = ReplacedStore.content(database);
      Path kept =
          database.resolveSibling(database.getFileName() + ReplacedStore.KEPT + WHEN.format(now));
      boolean replaced = ReplacedStore.keep(database, kept);
      SqliteFile.move(aside, database);
      return new Restored(
          database, replaced ? Optional.of(kept) : Optional.empty(), content, before);
    } catch (SQLException | IOException e) {
      throw refused(
          MeshException.Code.UNAVAILABLE,
          backup,
          "it was not restored, and the store is as it was (%s)".formatted(e),
          "see that %s is writable and has room for one more store, and try again"
              .formatted(database.getParent()));
    } finally {
      undo(database);
    }
  }

  private static void undo(Path database) {
    try {
      HalfRestore.undo(database);
    } catch (IOException e) {
      LOG.warn("store={} state=half-restore-left error=\"{}\"", database, e.toString());
    }
  }

  /// A file of root's would be of no use to a server that runs as somebody else.
  private void checkOwner(Path database, Path aside) throws IOException {
    Path place = Files.exists(database) ? database : directory.path();
    String owner = Files.getOwner(place).getName();
    String own = Files.getOwner(aside).getName();
    if (!owner.equals(own)) {
      throw refused(
          MeshException.Code.INVALID,
          backup,
          "%s is %s's, and the restored store would be %s's".formatted(place, owner, own),
          "run it as the user who runs the server, such as with 'sudo -u %s'".formatted(owner));
    }
  }

  private static MeshException refused(
      MeshException.Code code, Path backup, String problem, String remedy) {
    return new MeshException(code, "backup " + backup, problem, remedy);
  }
}
