package dev.pillion.cli;

import java.nio.file.Path;
import picocli.CommandLine.Option;

/// Which store a command looks at.
final class StoreOptions {
  @Option(
      names = "--data",
      paramLabel = "DIR",
      defaultValue = "${env:PILLION_DATA_DIR:-/var/lib/pillion/server}",
      description = "The server's data directory (PILLION_DATA_DIR; default: ${DEFAULT-VALUE}).")
  private Path data = Path.of("/var/lib/pillion/server");

  @Option(
      names = "--store",
      paramLabel = "STORE",
      defaultValue = "${env:PILLION_STORE:-sqlite}",
      description =
          "sqlite, in the data directory, or dynamodb:TABLE (PILLION_STORE; default:"
              + " ${DEFAULT-VALUE}).")
  private String store = "sqlite";

  Path data() {
    return data;
  }

  /// As [StoreChoices] reads it.
  String store() {
    return store;
  }
}
