package dev.pillion.cli;

import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `pillion store history`: the versions that a resource had.
@Command(
    name = "history",
    description = {
      "Shows the last versions that a resource had, the newest first, also after its deletion; up to"
          + " 1,000 are kept. The server may run meanwhile."
    },
    mixinStandardHelpOptions = true,
    versionProvider = Pillion.Version.class)
final class StoreHistoryCommand implements Callable<Integer> {
  @Spec private @Nullable CommandSpec spec;

  @Mixin private StoreOptions options = new StoreOptions();

  @Option(names = "--mesh", paramLabel = "MESH", required = true, description = "The mesh.")
  private String mesh = "";

  @Parameters(
      arity = "0..1",
      defaultValue = "",
      paramLabel = "RESOURCE",
      description =
          "The resource as its ARN ends, such as virtualNode/front or virtualRouter/r/route/all;"
              + " without it, the mesh itself.")
  private String resource = "";

  @Option(
      names = "--limit",
      defaultValue = "20",
      paramLabel = "N",
      description = "How many (default: ${DEFAULT-VALUE}).")
  private int limit = 20;

  @Option(
      names = "--json",
      description = "Print a JSON object a line, with the specification, for programs.")
  private boolean json;

  @Override
  public Integer call() {
    if (spec != null) {
      new StoreLog(options, spec.commandLine().getOut()).history(mesh, resource, limit, json);
    }
    return 0;
  }
}
