package dev.pillion.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// `pillion migrate`: a task definition of App Mesh's as one with labels.
@Command(
    name = "migrate",
    description = {
      "Turns a task definition of App Mesh's into one with labels, for hosts with an agent: its"
          + " Envoy and its proxyConfiguration are out, and what they said is in pillion.* labels."
          + " What no label says is told on standard error.",
      "",
      "Nothing is registered, and nothing is asked of AWS or of a server."
    },
    mixinStandardHelpOptions = true,
    versionProvider = Pillion.Version.class)
final class MigrateCommand implements Callable<Integer> {
  @Spec private @Nullable CommandSpec spec;

  @Mixin private DefinitionOptions definition = new DefinitionOptions();

  @Option(
      names = "--remove",
      paramLabel = "CONTAINER",
      description =
          "Take this container out as well, such as an X-Ray daemon that only Envoy sent to; may"
              + " be repeated.")
  private List<String> remove = new ArrayList<>();

  @Option(
      names = "--placeholder-image",
      paramLabel = "IMAGE",
      defaultValue = "busybox:1.37",
      description =
          "For the container that stands where a virtual gateway's Envoy stood; it needs sh"
              + " (default: ${DEFAULT-VALUE}).")
  private String placeholderImage = "busybox:1.37";

  @Override
  public Integer call() {
    if (spec != null) {
      var out = spec.commandLine().getOut();
      var err = spec.commandLine().getErr();
      new DefinitionWork(definition, out, err).migrate(remove, placeholderImage);
    }
    return 0;
  }
}
