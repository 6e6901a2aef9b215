package dev.pillion.cli;

import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// How `pillion status` dials a server; by the same variables as an agent.
final class DialOptions {
  @Option(
      names = "--ca",
      paramLabel = "FILE",
      defaultValue = "${env:PILLION_XDS_CA}",
      description =
          "With --server: dial it by TLS; its certificate must lead to one in this PEM file, or to an"
              + " authority that Java trusts where this is 'system' (PILLION_XDS_CA).")
  private @Nullable String authority;

  @Option(
      names = "--server-name",
      paramLabel = "NAME",
      defaultValue = "${env:PILLION_XDS_SERVER_NAME}",
      description =
          "The name that the server's certificate must be for, where it is not the host"
              + " (PILLION_XDS_SERVER_NAME).")
  private @Nullable String name;

  @Option(
      names = "--token-file",
      paramLabel = "FILE",
      defaultValue = "${env:PILLION_XDS_TOKEN_FILE}",
      description =
          "A file with a token that the server has for '*', where the server has tokens"
              + " (PILLION_XDS_TOKEN_FILE).")
  private @Nullable String token;

  // An agent's class here would be loaded with the command line of programs that have no agent.

  Optional<String> authority() {
    return given(authority);
  }

  Optional<String> name() {
    return given(name);
  }

  Optional<Path> token() {
    return given(token).map(Path::of);
  }

  // A variable that is set to nothing counts as not set.
  private static Optional<String> given(@Nullable String text) {
    return Optional.ofNullable(text).filter(value -> !value.isBlank());
  }
}
