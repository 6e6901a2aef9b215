package dev.pillion.cli;

import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/// `pillion store`: where a server keeps its meshes.
@Command(
    name = "store",
    description = "Looks after where a server keeps its meshes.",
    mixinStandardHelpOptions = true,
    versionProvider = Pillion.Version.class,
    subcommands = {
      StoreInitCommand.class,
      StoreBackupCommand.class,
      StoreRestoreCommand.class,
      StoreHistoryCommand.class,
      StoreAuditCommand.class
    })
final class StoreCommand implements Callable<Integer> {
  @Spec private @Nullable CommandSpec spec;

  @Override
  public Integer call() {
    if (spec != null) {
      spec.commandLine().usage(spec.commandLine().getOut());
    }
    return 0;
  }
}
