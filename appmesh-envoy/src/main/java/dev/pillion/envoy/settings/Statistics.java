package dev.pillion.envoy.settings;

import dev.pillion.envoy.settings.Admin.Place;
import java.time.Duration;
import java.util.Optional;

/// What Envoy's statistics are named by and where they go.
///
/// @param tags whether each says whose it is
/// @param extension whether there are the metrics of App Mesh's metrics extension
/// @param snapshots whether it is remembered what they were
/// @param flush how often they go to sinks; empty for Envoy's own default
/// @param dogStatsd where they go; empty for nowhere
public record Statistics(
    boolean tags,
    boolean extension,
    boolean snapshots,
    Optional<Duration> flush,
    Optional<Place> dogStatsd) {
  /// Envoy's default, bootstrap.proto.
  public static final Duration USUAL_FLUSH = Duration.ofSeconds(5);

  private static final int STATSD_PORT = 8125;

  static Statistics read(EnvironmentReader reader) {
    boolean statsd =
        reader.flag(Variable.DOG_STATSD, false) && reader.text(Variable.SINKS_FILE).isEmpty();
    return new Statistics(
        reader.flag(Variable.STATS_TAGS, false),
        reader.text(Variable.METRIC_EXTENSION).equals(Optional.of("1")),
        reader.flag(Variable.STATS_SNAPSHOT, false),
        flush(reader),
        statsd ? Optional.of(dogStatsd(reader)) : Optional.empty());
  }

  private static Place dogStatsd(EnvironmentReader reader) {
    String address = reader.text(Variable.STATSD_ADDRESS).orElse("127.0.0.1");
    int port = reader.port(Variable.STATSD_PORT, STATSD_PORT);
    return reader
        .text(Variable.STATSD_SOCKET)
        .<Place>map(Place.Socket::new)
        .orElse(new Place.Tcp(address, port));
  }

  private static Optional<Duration> flush(EnvironmentReader reader) {
    Optional<String> given = reader.text(Variable.STATS_FLUSH);
    Optional<Duration> interval = given.flatMap(GoDuration::parse);
    // Envoy's bounds, bootstrap.proto: at least 1 ms, less than 5 minutes.
    boolean good =
        interval.isPresent()
            && interval.get().toMillis() >= 1
            && interval.get().compareTo(Duration.ofMinutes(5)) < 0;
    if (given.isPresent() && !good) {
      reader.bad(
          Variable.STATS_FLUSH,
          given.get(),
          "a duration from 1ms to less than 5m",
          "give one such as 5000ms, 5s or 1m30s");
    }
    return good ? interval : Optional.empty();
  }
}
