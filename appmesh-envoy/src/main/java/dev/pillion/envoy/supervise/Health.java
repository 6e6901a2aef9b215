package dev.pillion.envoy.supervise;

import dev.pillion.envoy.http.Client;
import dev.pillion.envoy.settings.Supervision;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/// How Envoy is, as App Mesh's image judges it: healthy when it is LIVE, its first listeners could
/// be made, and the server has not been away for too long.
public final class Health {
  private static final String CONNECTED = "control_plane.connected_state";
  private static final String NOT_MADE = "listener_manager.listener_create_failure";
  private static final String STATS =
      "/stats?filter=%5E(control_plane%5C.connected_state"
          + "%7Clistener_manager%5C.listener_create_failure)$";

  private final Client admin;
  private final Supplier<Supervisor.View> envoy;
  private final Supervision.Health settings;
  private final Clock clock;
  private final Instant begun;

  /* guards: what follows from one look to the next. */

  private Optional<Instant> disconnected;
  private Optional<Boolean> firstListenersMade = Optional.empty();

  /// Before the first look.
  ///
  /// @param envoy what is seen of its process
  public Health(
      Client admin, Supplier<Supervisor.View> envoy, Supervision.Health settings, Clock clock) {
    this.admin = admin;
    this.envoy = envoy;
    this.settings = settings;
    this.clock = clock;
    this.begun = clock.instant();
    this.disconnected = Optional.of(begun);
  }

  /// Asks Envoy, and judges.
  public synchronized HealthReport look() {
    String state = ask("/ready").strip();
    Map<String, String> stats = stats();
    if (stats.getOrDefault(CONNECTED, "0").equals("1")) {
      disconnected = Optional.empty();
    } else if (disconnected.isEmpty()) {
      disconnected = Optional.of(clock.instant());
    }
    boolean live = state.equals("LIVE");
    if (live && firstListenersMade.isEmpty() && !stats.isEmpty()) {
      firstListenersMade = Optional.of(stats.getOrDefault(NOT_MADE, "0").equals("0"));
    }
    return new HealthReport(
        live && firstListenersMade.orElse(true) && !awayTooLong(),
        Duration.between(begun, clock.instant()),
        envoy.get(),
        state.isEmpty() ? "UNREACHABLE" : state,
        disconnected,
        firstListenersMade);
  }

  private boolean awayTooLong() {
    return disconnected
        .filter(since -> since.plus(settings.disconnected()).isBefore(clock.instant()))
        .isPresent();
  }

  private Map<String, String> stats() {
    var stats = new HashMap<String, String>();
    ask(STATS)
        .lines()
        .map(line -> line.split(": ", 2))
        .filter(parts -> parts.length == 2)
        .forEach(parts -> stats.put(parts[0], parts[1].strip()));
    return stats;
  }

  private String ask(String target) {
    try {
      return admin.get(target).text();
    } catch (IOException _) {
      return "";
    }
  }
}
