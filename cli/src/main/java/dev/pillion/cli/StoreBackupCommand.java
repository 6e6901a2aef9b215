package dev.pillion.cli;

import dev.pillion.xds.store.Backup;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// `pillion store backup`: copies the SQLite file.
@Command(
    name = "backup",
    description = {
      "Copies a server's SQLite store into a new file, as it is at one moment. The server goes on"
          + " writing.",
      "'pillion store restore' brings it back."
    },
    mixinStandardHelpOptions = true,
    versionProvider = Pillion.Version.class)
final class StoreBackupCommand implements Callable<Integer> {
  @Spec private @Nullable CommandSpec spec;

  @Option(
      names = "--data",
      paramLabel = "DIR",
      defaultValue = "${env:PILLION_DATA_DIR:-/var/lib/pillion/server}",
      description = "The server's data directory (PILLION_DATA_DIR; default: ${DEFAULT-VALUE}).")
  private Path data = Path.of("/var/lib/pillion/server");

  @Option(
      names = "--to",
      paramLabel = "FILE",
      required = true,
      description = "The copy, which must not be there yet.")
  private Path to = Path.of("");

  @Override
  public Integer call() {
    Backup.of(data, to);
    if (spec != null) {
      spec.commandLine().getOut().println("store copied to " + to);
    }
    return 0;
  }
}
