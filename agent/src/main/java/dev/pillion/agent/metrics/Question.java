package dev.pillion.agent.metrics;

import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// What a scrape asks for.
///
/// @param query what of its own query is the Envoys' to answer
/// @param time how long the Envoys may take
record Question(String query, Duration time) {
  /// Prometheus gives up after ten seconds where it is not told otherwise.
  private static final Duration USUAL = Duration.ofSeconds(10);

  // The rest is for the agent's own metrics and the way back.
  private static final double SHARE = 0.8;
  // The web server gives a scrape two minutes, by its flags in scripts/lib/build.
  private static final double MOST_SECONDS = 120;

  /// Reads a request.
  ///
  /// @param rawQuery null where there is none
  /// @param timeout what Prometheus says of its patience, in seconds; null where nobody says
  static Question of(@Nullable String rawQuery, @Nullable String timeout) {
    String query =
        Optional.ofNullable(rawQuery).stream()
            .flatMap(all -> Arrays.stream(all.split("&", -1)))
            .filter(Question::concernsEnvoys)
            .collect(Collectors.joining("&"));
    return new Question(query, patience(timeout));
  }

  private static boolean concernsEnvoys(String parameter) {
    return parameter.equals("usedonly")
        || parameter.startsWith("usedonly=")
        || parameter.startsWith("filter=");
  }

  private static Duration patience(@Nullable String timeout) {
    double seconds = USUAL.toSeconds();
    if (timeout != null && timeout.matches("[0-9]{1,6}(\\.[0-9]{1,9})?")) {
      seconds = Math.min(Double.parseDouble(timeout), MOST_SECONDS);
    }
    return Duration.ofMillis((long) (seconds * SHARE * 1000));
  }
}
