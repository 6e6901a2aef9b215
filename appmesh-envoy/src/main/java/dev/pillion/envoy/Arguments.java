package dev.pillion.envoy;

import dev.pillion.envoy.settings.Exit;
import dev.pillion.envoy.settings.ImageException;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;

/// The command line, with the flags of App Mesh's agent.
///
/// @param what is to be done
/// @param environment with what flags say in the place of variables
record Arguments(What what, Map<String, String> environment) {
  enum What {
    RUN,
    READINESS,
    PRINT,
    HELP,
    VERSION
  }

  private static final Map<String, String> FLAGS =
      Map.of("logLevel", "ENVOY_LOG_LEVEL", "envoyConfigPath", "ENVOY_CONFIG_FILE");

  static Arguments read(List<String> arguments, Map<String, String> environment) {
    var what = What.RUN;
    var with = new HashMap<>(environment);
    Iterator<String> rest = arguments.iterator();
    while (rest.hasNext()) {
      String argument = rest.next();
      String[] parts = argument.replaceFirst("^--?", "").split("=", 2);
      String variable = FLAGS.get(parts[0]);
      if (variable != null && argument.startsWith("-")) {
        with.put(variable, value(argument, parts, rest));
      } else {
        what = what(argument);
      }
    }
    return new Arguments(what, with);
  }

  private static String value(String argument, String[] parts, Iterator<String> rest) {
    if (parts.length == 2) {
      return parts[1];
    }
    if (!rest.hasNext()) {
      throw usage(argument, "takes a value");
    }
    return rest.next();
  }

  private static What what(String argument) {
    return switch (argument) {
      case "-envoyReadiness", "--envoyReadiness" -> What.READINESS;
      case "--print" -> What.PRINT;
      case "-h", "-help", "--help" -> What.HELP;
      case "--version" -> What.VERSION;
      default -> throw usage(argument, "is not understood");
    };
  }

  private static ImageException usage(String argument, String problem) {
    return new ImageException(Exit.INVALID, argument, problem, "see agent --help");
  }

  /// Copies the environment.
  Arguments {
    environment = Map.copyOf(environment);
  }
}
