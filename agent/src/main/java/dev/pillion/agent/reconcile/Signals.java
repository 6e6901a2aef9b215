package dev.pillion.agent.reconcile;

import java.util.Locale;
import java.util.Map;

/// Signals by name and number, as Linux numbers them on x86 and ARM.
final class Signals {
  private static final int KILL = 9;
  private static final int TERM = 15;
  private static final int REALTIME_MIN = 34;
  private static final Map<String, Integer> NUMBERS =
      Map.of(
          "HUP", 1, "INT", 2, "QUIT", 3, "KILL", KILL, "USR1", 10, "USR2", 12, "TERM", TERM,
          "WINCH", 28, "PWR", 30);

  private Signals() {}

  /// Whether a signal is the one that tells a container to stop, or the one that ends it.
  ///
  /// @param stopSignal a name with or without `SIG`, or a number
  static boolean stops(int signal, String stopSignal) {
    return signal == KILL || signal == number(stopSignal);
  }

  private static int number(String text) {
    String name = text.toUpperCase(Locale.ROOT).replaceFirst("^SIG", "");
    if (name.matches("[0-9]{1,2}")) {
      return Integer.parseInt(name);
    }
    if (name.matches("RTMIN\\+[0-9]{1,2}")) {
      return REALTIME_MIN + Integer.parseInt(name.substring("RTMIN+".length()));
    }
    return NUMBERS.getOrDefault(name, TERM);
  }
}
