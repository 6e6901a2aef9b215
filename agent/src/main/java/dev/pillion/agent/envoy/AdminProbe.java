package dev.pillion.agent.envoy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/// Asks `/ready` and two statistics. `/ready` alone says LIVE of an Envoy without listeners.
public final class AdminProbe implements EnvoyProbe {
  private static final Duration BOUND = Duration.ofSeconds(1);
  private static final String STATS =
      "/stats?filter=^(listener_manager\\.(lds\\.update_(success|rejected)"
          + "|total_listeners_warming)|control_plane\\.connected_state)$";

  @Override
  public Readiness readiness(Path adminSocket) {
    if (!Files.exists(adminSocket)) {
      return new Readiness.Waiting("it has not opened its admin socket yet");
    }
    try (var exchange = new AdminExchange(adminSocket, BOUND)) {
      String state = exchange.get("/ready").strip();
      return AdminReading.parse(state, exchange.get(STATS)).readiness();
    } catch (IOException e) {
      return new Readiness.Waiting("its admin socket does not answer: " + e.getMessage());
    }
  }
}
