package dev.pillion.envoy.settings;

import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/// How Envoy is run.
///
/// @param envoy the program
/// @param logLevel of its own log
/// @param concurrency its worker threads; empty for one a CPU
/// @param hotRestart whether it may take part in a hot restart
/// @param deprecations whether it tells of deprecated fields
/// @param restarts how often it is started again
/// @param poll how soon its end is noticed
/// @param drain from the signal to stop until it is ended
/// @param health what is asked of it while it runs
public record Supervision(
    String envoy,
    String logLevel,
    OptionalInt concurrency,
    boolean hotRestart,
    boolean deprecations,
    int restarts,
    Duration poll,
    Duration drain,
    Health health) {
  private static final Set<String> LEVELS =
      Set.of("trace", "debug", "info", "warn", "warning", "error", "critical", "off");
  private static final String USUAL_LEVEL = "info";
  // App Mesh's image: 3 restarts, 10 at most; its times and their bounds.
  private static final int RESTARTS = 3;
  private static final int MOST_RESTARTS = 10;

  /// What is asked of an Envoy that runs.
  ///
  /// @param every how often it is asked how it is
  /// @param disconnected how long it may be without the server and be healthy
  public record Health(Duration every, Duration disconnected) {
    private static final int EVERY_MS = 10_000;
    private static final int WEEK_S = 604_800;

    private static Health read(EnvironmentReader reader, int readinessSeconds) {
      boolean others =
          reader.text(Variable.HEALTH_POLL).isEmpty()
              && reader.text(Variable.READINESS_INTERVAL).isPresent();
      int otherwise =
          others && readinessSeconds >= 2 && readinessSeconds <= 30
              ? readinessSeconds * 1000
              : EVERY_MS;
      return new Health(
          Duration.ofMillis(reader.bounded(Variable.HEALTH_POLL, otherwise, 2000, 30_000)),
          Duration.ofSeconds(reader.bounded(Variable.DISCONNECTED, WEEK_S, 3600, WEEK_S)));
    }
  }

  static Supervision read(EnvironmentReader reader, int readinessSeconds) {
    int concurrency = reader.whole(Variable.CONCURRENCY, -1, -1, Integer.MAX_VALUE);
    return new Supervision(
        reader.text(Variable.ENVOY).orElse("/usr/local/bin/envoy"),
        level(reader),
        concurrency > 0 ? OptionalInt.of(concurrency) : OptionalInt.empty(),
        !reader.flag(Variable.DISABLE_HOT_RESTART, true),
        !reader.flag(Variable.SKIP_DEPRECATED_LOGS, true),
        restarts(reader),
        Duration.ofMillis(reader.bounded(Variable.PID_POLL, 100, 100, 1000)),
        Duration.ofSeconds(reader.bounded(Variable.DRAIN_WAIT, 20, 5, 110)),
        Health.read(reader, readinessSeconds));
  }

  private static int restarts(EnvironmentReader reader) {
    int given = reader.whole(Variable.RESTARTS, RESTARTS, Integer.MIN_VALUE, Integer.MAX_VALUE);
    int used = given < 0 ? RESTARTS : Math.min(given, MOST_RESTARTS);
    if (used != given) {
      reader.instead(Variable.RESTARTS, given, "outside 0 to " + MOST_RESTARTS, used);
    }
    return used;
  }

  private static String level(EnvironmentReader reader) {
    Optional<String> given =
        reader.text(Variable.LOG_LEVEL).map(level -> level.toLowerCase(Locale.ROOT));
    if (given.isEmpty() || isLevel(given.get())) {
      return given.orElse(USUAL_LEVEL);
    }
    reader.instead(Variable.LOG_LEVEL, given.get(), "no level of Envoy's", USUAL_LEVEL);
    return USUAL_LEVEL;
  }

  /// Whether Envoy knows a log level.
  public static boolean isLevel(String word) {
    return LEVELS.contains(word);
  }
}
