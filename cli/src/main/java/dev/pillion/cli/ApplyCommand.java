package dev.pillion.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `pillion apply`: makes a server have what templates and files of API JSON say.
@Command(
    name = "apply",
    description = {
      "Applies CloudFormation templates (YAML or JSON) and files of App Mesh's API JSON to a"
          + " server: shows the plan, then creates and changes what differs, each resource after"
          + " those that it needs. Resources of other services in a template are left out and"
          + " counted.",
      "",
      "Everything is checked before anything is changed. Applying the same twice changes nothing."
    },
    mixinStandardHelpOptions = true,
    versionProvider = Pillion.Version.class)
final class ApplyCommand implements Callable<Integer> {
  @Spec private @Nullable CommandSpec spec;

  @Parameters(
      arity = "1..*",
      paramLabel = "FILE",
      description = "Templates and files of API JSON; - is standard input.")
  private List<String> files = new ArrayList<>();

  @Mixin private GivenOptions given = new GivenOptions();

  @Mixin private StackOptions stack = new StackOptions();

  @Mixin private ApiOptions api = new ApiOptions();

  @Option(
      names = {"-n", "--dry-run"},
      description = "Show the plan and change nothing.")
  private boolean dryRun;

  @Option(names = "--json", description = "Print plan and outcome as JSON, for programs.")
  private boolean json;

  @Override
  public Integer call() {
    if (spec != null) {
      var out = spec.commandLine().getOut();
      var err = spec.commandLine().getErr();
      new ApplyWork(given, stack, api, out, err).apply(files, dryRun, json);
    }
    return 0;
  }
}
