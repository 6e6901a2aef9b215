package dev.pillion.xds.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What a restore that was cut off leaves beside the store, which it had not replaced yet: half of
/// the restored one, and a second name of the store's own file, which the store would write into.
final class HalfRestore {
  private static final Logger LOG = LoggerFactory.getLogger(HalfRestore.class);

  private HalfRestore() {}

  /// Where the restored store is until it is whole.
  static Path aside(Path database) {
    return database.resolveSibling(database.getFileName() + ".restoring");
  }

  /// Takes it away and says that the store is as it was. Whoever calls has the directory.
  static void clear(Path database) {
    try {
      if (undo(database)) {
        LOG.warn(
            "store={} state=as-before-restore reason=\"a restore was cut off before it put the"
                + " backup in the store's place\" remedy=\"to have the backup, stop the server and"
                + " run 'pillion store restore' again\"",
            database);
      }
    } catch (IOException e) {
      LOG.warn("store={} state=half-restore-left error=\"{}\"", database, e.toString());
    }
  }

  /// Takes it away; whether anything was there.
  static boolean undo(Path database) throws IOException {
    Path aside = aside(database);
    boolean there = Files.deleteIfExists(aside);
    Files.deleteIfExists(ReplacedStore.beside(aside, "-journal"));
    for (Path kept : kept(database)) {
      if (kept.toString().endsWith(ReplacedStore.HALF)) {
        Files.delete(kept);
      } else if (Files.exists(database) && Files.isSameFile(kept, database)) {
        unkeep(database, kept);
        there = true;
      }
    }
    return there;
  }

  private static List<Path> kept(Path database) throws IOException {
    Path directory = Objects.requireNonNull(database.toAbsolutePath().getParent());
    String start = database.getFileName() + ReplacedStore.KEPT;
    try (var files = Files.list(directory)) {
      return files.filter(file -> String.valueOf(file.getFileName()).startsWith(start)).toList();
    }
  }

  /// The store's log, which may have been moved to the second name already, comes back.
  private static void unkeep(Path database, Path kept) throws IOException {
    for (String suffix : ReplacedStore.LOGS) {
      Path log = ReplacedStore.beside(kept, suffix);
      Path own = ReplacedStore.beside(database, suffix);
      if (Files.exists(log) && !Files.exists(own)) {
        Files.move(log, own);
      }
    }
    Files.delete(kept);
  }
}
