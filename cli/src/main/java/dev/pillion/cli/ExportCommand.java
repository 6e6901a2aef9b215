package dev.pillion.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `pillion export`: a server's meshes as files that `pillion apply` takes.
@Command(
    name = "export",
    description = {
      "Writes meshes with all that is in them: as one JSON document in the API's own words, or as a"
          + " CloudFormation template. 'pillion apply' takes either, and what it applies is"
          + " exported as the same text again."
    },
    mixinStandardHelpOptions = true,
    versionProvider = Pillion.Version.class)
final class ExportCommand implements Callable<Integer> {
  @Spec private @Nullable CommandSpec spec;

  @Parameters(arity = "0..*", paramLabel = "MESH", description = "Which meshes (default: all).")
  private List<String> meshes = new ArrayList<>();

  @Option(
      names = {"-f", "--format"},
      paramLabel = "FORMAT",
      defaultValue = "json",
      description =
          "json: the API's JSON (default); template: CloudFormation in YAML; template-json:"
              + " CloudFormation in JSON.")
  private String format = "json";

  @Option(
      names = {"-o", "--output"},
      paramLabel = "FILE",
      description = "Write to this file, whole or not at all (default: standard output).")
  private @Nullable Path output;

  @Mixin private ApiOptions api = new ApiOptions();

  @Override
  public Integer call() {
    if (spec != null) {
      var out = spec.commandLine().getOut();
      var err = spec.commandLine().getErr();
      new ExportWork(api, out, err).export(meshes, format, Optional.ofNullable(output));
    }
    return 0;
  }
}
