package dev.pillion.cli;

import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// The task definition that a command is given, and where its own goes.
final class DefinitionOptions {
  @Parameters(
      paramLabel = "FILE",
      description =
          "A task definition as 'aws ecs describe-task-definition' prints it or"
              + " 'register-task-definition --cli-input-json' takes it; - is standard input.")
  private String file = "";

  @Option(
      names = {"-o", "--output"},
      paramLabel = "FILE",
      description =
          "Write the new definition to this file, whole or not at all (default: standard output).")
  private @Nullable Path output;

  @Option(
      names = "--json",
      description = "Print the new definition with what became of the old one, for programs.")
  private boolean json;

  String file() {
    return file;
  }

  Optional<Path> output() {
    return Optional.ofNullable(output);
  }

  boolean json() {
    return json;
  }
}
