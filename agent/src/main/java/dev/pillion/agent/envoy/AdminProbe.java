package dev.pillion.agent.envoy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.OptionalLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Asks `/ready` and two statistics. `/ready` alone says LIVE of an Envoy without listeners.
public final class AdminProbe implements EnvoyProbe {
  private static final Logger LOG = LoggerFactory.getLogger(AdminProbe.class);
  private static final Duration BOUND = Duration.ofSeconds(1);
  private static final String STATS =
      "/stats?filter=^(listener_manager\\.(lds\\.update_(success|rejected)"
          + "|total_listeners_warming)|control_plane\\.connected_state)$";

  // Also of each worker thread, and of the admin socket itself.
  private static final String CONNECTIONS =
      "/stats?filter=^listener\\..*\\.downstream_(pre_)?cx_active$";
  // Without skip_exit it would close its listeners in the end.
  private static final String DISCOURAGE = "/drain_listeners?graceful&skip_exit";

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

  @Override
  public OptionalLong connections(Path adminSocket) {
    try (var exchange = new AdminExchange(adminSocket, BOUND)) {
      return OptionalLong.of(AdminReading.connections(exchange.get(CONNECTIONS)));
    } catch (IOException _) {
      return OptionalLong.empty();
    }
  }

  @Override
  public void discourage(Path adminSocket) {
    post(adminSocket, DISCOURAGE);
  }

  @Override
  public void drain(Path adminSocket, boolean draining) {
    post(adminSocket, draining ? "/healthcheck/fail" : "/healthcheck/ok");
  }

  private static void post(Path adminSocket, String page) {
    try (var exchange = new AdminExchange(adminSocket, BOUND)) {
      exchange.post(page);
    } catch (IOException e) {
      LOG.debug("socket={} {}", adminSocket, e.toString());
    }
  }
}
