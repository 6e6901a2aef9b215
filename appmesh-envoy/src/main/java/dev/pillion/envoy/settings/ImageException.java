package dev.pillion.envoy.settings;

import java.util.List;
import java.util.stream.Collectors;

/// Why Envoy is not started or not kept running, each problem with its remedy on a line of its own.
public final class ImageException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final Exit exit;

  /// Several problems at once.
  public ImageException(Exit exit, List<Violation> violations) {
    super(violations.stream().map(Violation::toString).collect(Collectors.joining("\n")));
    this.exit = exit;
  }

  /// One problem.
  public ImageException(Exit exit, String subject, String problem, String remedy) {
    this(exit, List.of(new Violation(subject, problem, remedy)));
  }

  /// How the program ends with it.
  public Exit exit() {
    return exit;
  }
}
