package dev.pillion.envoy.settings;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Reads variables one at a time and keeps on after a bad one, so that all are told at once. A
/// variable that is set to nothing counts as not set.
final class EnvironmentReader {
  // What App Mesh's image took for a switch.
  private static final Set<String> ON = Set.of("1", "t", "T", "TRUE", "true", "True");
  private static final Set<String> OFF = Set.of("0", "f", "F", "FALSE", "false", "False");
  private static final int MOST_PORT = 65_535;

  private final Map<String, String> environment;
  private final List<Violation> violations = new ArrayList<>();
  private final List<String> warnings = new ArrayList<>();

  EnvironmentReader(Map<String, String> environment) {
    this.environment = Map.copyOf(environment);
  }

  Optional<String> text(Variable variable) {
    String value = environment.getOrDefault(variable.key(), "").strip();
    return value.isEmpty() ? Optional.empty() : Optional.of(value);
  }

  /// The first of them that is set.
  Optional<String> first(Variable... variables) {
    for (Variable variable : variables) {
      Optional<String> value = text(variable);
      if (value.isPresent()) {
        return value;
      }
    }
    return Optional.empty();
  }

  boolean flag(Variable variable, boolean otherwise) {
    Optional<String> value = text(variable);
    if (value.isEmpty() || ON.contains(value.get()) || OFF.contains(value.get())) {
      return value.map(ON::contains).orElse(otherwise);
    }
    bad(variable, value.get(), "a switch", "set it to 1 or true for on, 0 or false for off");
    return otherwise;
  }

  int port(Variable variable, int otherwise) {
    return whole(variable, otherwise, 1, MOST_PORT);
  }

  /// A number that is refused when it is outside its bounds.
  int whole(Variable variable, int otherwise, int least, int most) {
    int value = whole(variable, otherwise);
    if (value < least || value > most) {
      String bounds = most == Integer.MAX_VALUE ? least + " up" : least + " to " + most;
      bad(variable, Integer.toString(value), "within its bounds", "give a number from " + bounds);
      return otherwise;
    }
    return value;
  }

  /// A number that App Mesh's image did not refuse when it was outside its bounds: it warned, and
  /// went on with the default.
  int bounded(Variable variable, int otherwise, int least, int most) {
    int value = whole(variable, otherwise);
    if (value >= least && value <= most) {
      return value;
    }
    instead(variable, value, "outside %d to %d".formatted(least, most), otherwise);
    return otherwise;
  }

  /// Says that another value is used than the one that is given.
  void instead(Variable variable, Object given, String why, Object used) {
    warnings.add("%s: %s is %s; %s is used".formatted(variable.key(), given, why, used));
  }

  private int whole(Variable variable, int otherwise) {
    Optional<String> value = text(variable);
    if (value.isEmpty()) {
      return otherwise;
    }
    try {
      return Integer.parseInt(value.get());
    } catch (NumberFormatException _) {
      bad(variable, value.get(), "a whole number", "leave it out or give a number");
      return otherwise;
    }
  }

  double decimal(Variable variable, double otherwise, double least, double most) {
    Optional<String> value = text(variable);
    try {
      double number = value.isEmpty() ? otherwise : Double.parseDouble(value.get());
      if (number >= least && number <= most) {
        return number;
      }
    } catch (NumberFormatException _) {
      // Said below, like a number that is out of its bounds.
    }
    String bounds = "give a decimal from %s to %s".formatted(shown(least), shown(most));
    bad(variable, value.orElse(""), "a decimal within its bounds", bounds);
    return otherwise;
  }

  private static String shown(double bound) {
    return bound == Math.rint(bound) ? Long.toString((long) bound) : Double.toString(bound);
  }

  /// Whether it is the second of two words, in any case of letters.
  boolean second(Variable variable, String first, String second) {
    Optional<String> value = text(variable).map(word -> word.toLowerCase(Locale.ROOT));
    if (value.isEmpty() || value.get().equals(first) || value.get().equals(second)) {
      return value.equals(Optional.of(second));
    }
    bad(variable, value.get(), first + " or " + second, "set it to one of the two");
    return false;
  }

  void bad(Variable variable, String value, String wanted, String remedy) {
    problem(variable.key(), "'" + value + "' is not " + wanted, remedy);
  }

  void problem(String subject, String problem, String remedy) {
    violations.add(new Violation(subject, problem, remedy));
  }

  void warn(String warning) {
    warnings.add(warning);
  }

  List<String> warnings() {
    return List.copyOf(warnings);
  }

  /// The names of what is set.
  Set<String> names() {
    return environment.keySet();
  }

  /// @throws ImageException naming every violation
  void orThrow() {
    if (!violations.isEmpty()) {
      throw new ImageException(Exit.INVALID, violations);
    }
  }
}
