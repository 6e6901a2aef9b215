package dev.pillion.xds.store;

import java.nio.file.Path;

/// Copies of a SQLite store, made beside the server that writes to it.
public final class Backup {
  private Backup() {}

  /// Copies the store in the data directory, as it is at one moment, into a new file.
  public static void of(Path dataDirectory, Path to) {
    SqliteFile.copy(DataDirectory.database(dataDirectory), to);
  }
}
