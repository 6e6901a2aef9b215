package dev.pillion.cli;

import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// `pillion store audit`: who wrote what.
@Command(
    name = "audit",
    description = {
      "Shows every write in its order, by mesh: who, what, from where, and the versions before and"
          + " after. Nothing is ever taken out of this log. The server may run meanwhile."
    },
    mixinStandardHelpOptions = true,
    versionProvider = Pillion.Version.class)
final class StoreAuditCommand implements Callable<Integer> {
  @Spec private @Nullable CommandSpec spec;

  @Mixin private StoreOptions options = new StoreOptions();

  @Option(names = "--mesh", paramLabel = "MESH", description = "Only that mesh's writes.")
  private @Nullable String mesh;

  @Option(
      names = "--after",
      paramLabel = "POSITION",
      description = "Only those after this one; a position is as --json prints it.")
  private @Nullable String after;

  @Option(
      names = "--limit",
      defaultValue = "100",
      paramLabel = "N",
      description = "How many (default: ${DEFAULT-VALUE}).")
  private int limit = 100;

  @Option(names = "--json", description = "Print a JSON object a line, for programs.")
  private boolean json;

  @Override
  public Integer call() {
    if (spec != null) {
      new StoreLog(options, spec.commandLine().getOut()).audit(mesh, after, limit, json);
    }
    return 0;
  }
}
