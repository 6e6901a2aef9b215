package dev.pillion.routes.spec;

import java.util.List;

/// Why the rules are not as asked for, each problem with its remedy on a line of its own.
public final class RouteException extends RuntimeException {
  /// The problems, in the order of the message's lines.
  public List<Violation> violations() {
    return violations;
  }

  private static final long serialVersionUID = 1L;

  private final Exit exit;
  private final transient List<Violation> violations;

  /// Of one problem.
  public RouteException(Exit exit, String subject, String problem, String remedy) {
    this(exit, List.of(new Violation(subject, problem, remedy)));
  }

  /// Of all problems at once.
  public RouteException(Exit exit, List<Violation> violations) {
    super(lines(violations));
    this.exit = exit;
    this.violations = List.copyOf(violations);
  }

  /// How the program ends on it.
  public Exit exit() {
    return exit;
  }

  private static String lines(List<Violation> violations) {
    var lines = new StringBuilder();
    for (var violation : violations) {
      lines.append(lines.isEmpty() ? "" : "\n").append(violation.line());
    }
    return lines.toString();
  }
}
