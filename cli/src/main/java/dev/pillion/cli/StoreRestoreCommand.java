package dev.pillion.cli;

import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// `pillion store restore`: brings a copy of the SQLite file back.
@Command(
    name = "restore",
    description = {
      "Puts a copy that 'pillion store backup' made in the place of a server's SQLite store. The"
          + " server must be stopped; it starts with the meshes, access keys, history and audit log"
          + " of the backup.",
      "The store from before is kept beside it, and can be restored in the same way. Stopped at any"
          + " moment, it leaves the one store or the other, whole."
    },
    mixinStandardHelpOptions = true,
    versionProvider = Pillion.Version.class,
    footer = {
      "",
      "Run it on the server's machine, as the user who runs the server. Access keys that were",
      "revoked since the backup are valid again: it names them, and 'pillion keys revoke' takes",
      "them away before the server starts."
    })
final class StoreRestoreCommand implements Callable<Integer> {
  @Spec private @Nullable CommandSpec spec;

  @Option(
      names = "--from",
      paramLabel = "FILE",
      required = true,
      description = "The copy; it stays as it is.")
  private Path from = Path.of("");

  @Option(
      names = "--data",
      paramLabel = "DIR",
      defaultValue = "${env:PILLION_DATA_DIR:-/var/lib/pillion/server}",
      description =
          "The server's data directory (PILLION_DATA_DIR; default: ${DEFAULT-VALUE}). Made if it is not"
              + " there.")
  private Path data = Path.of("/var/lib/pillion/server");

  @Option(names = "--json", description = "Print what was done as JSON, for programs.")
  private boolean json;

  @Override
  public Integer call() {
    if (spec != null) {
      new StoreRestore(from, data, spec.commandLine().getOut()).run(json);
    }
    return 0;
  }
}
