package dev.pillion.cli;

import java.nio.file.Path;
import picocli.CommandLine.Option;

/// Which store a command looks at.
final class StoreOptions {
  @Option(
      names = "--data",
      paramLabel = "DIR",
      defaultValue = "/var/lib/pillion/server",
      description = "The server's data directory (default: ${DEFAULT-VALUE}).")
  private Path data = Path.of("/var/lib/pillion/server");

  @Option(
      names = "--store",
      paramLabel = "STORE",
      defaultValue = "sqlite",
      description = "sqlite, in the data directory, or dynamodb:TABLE (default: ${DEFAULT-VALUE}).")
  private String store = "sqlite";

  Path data() {
    return data;
  }

  /// As [StoreChoices] reads it.
  String store() {
    return store;
  }
}
