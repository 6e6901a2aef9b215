package dev.pillion.cli;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// Whose the applied resources are, and what happens to those that are no longer wanted.
final class StackOptions {
  @Option(
      names = "--stack",
      paramLabel = "NAME",
      description =
          "The stack's name: what AWS::StackName is, and what the applied resources carry in the"
              + " tag pillion:stack. Without it, nothing is tagged.")
  private @Nullable String stack;

  @Option(
      names = "--prune",
      description =
          "Remove what carries the stack's tag and is no longer in the files. Needs --stack.")
  private boolean prune;

  @Option(
      names = "--take-over",
      description = "Let resources become this stack's that carry another one's tag.")
  private boolean takeOver;

  @Option(
      names = {"-y", "--yes"},
      description = "Remove without asking. Nobody is asked where there is no terminal.")
  private boolean yes;

  Optional<String> stack() {
    return Optional.ofNullable(stack).filter(name -> !name.isBlank());
  }

  boolean prune() {
    return prune;
  }

  boolean takeOver() {
    return takeOver;
  }

  boolean yes() {
    return yes;
  }
}
