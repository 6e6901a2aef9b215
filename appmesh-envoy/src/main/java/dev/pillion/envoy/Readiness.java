package dev.pillion.envoy;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.pillion.envoy.http.Client;
import dev.pillion.envoy.settings.Admin.Place;
import dev.pillion.envoy.settings.AgentInterface;
import dev.pillion.envoy.settings.Exit;
import dev.pillion.envoy.settings.ImageException;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/// `agent -envoyReadiness`: asks the agent in this container until Envoy is healthy.
record Readiness(AgentInterface agent) {
  private static final Duration LIMIT = Duration.ofSeconds(2);

  /// Comes back when it is.
  ///
  /// @throws ImageException when it is not in time
  void await() throws InterruptedException {
    Place place =
        agent
            .place()
            .orElseThrow(() ->
                new ImageException(
                    Exit.INVALID,
                    "-envoyReadiness",
                    "the agent's interface is closed",
                    "set APPNET_AGENT_ADMIN_MODE to tcp or uds"));
    var client = new Client(place, LIMIT);
    boolean once = agent.readinessEvery().isZero() || agent.readinessLimit().isZero();
    long end = System.nanoTime() + agent.readinessLimit().toNanos();
    String last = look(client);
    // Nobody counts it down.
    var never = new CountDownLatch(1);
    while (!last.equals("HEALTHY")) {
      if (once || System.nanoTime() >= end) {
        throw new ImageException(
            Exit.FAILED, "Envoy", "is " + last, "see the container's log, and GET /status");
      }
      never.await(agent.readinessEvery().toMillis(), TimeUnit.MILLISECONDS);
      last = look(client);
    }
  }

  private static String look(Client client) {
    try {
      return new ObjectMapper()
          .readTree(client.get("/status").text())
          .path("healthStatus")
          .asText("unknown");
    } catch (IOException e) {
      return "not to be asked (%s)".formatted(e.getMessage());
    }
  }
}
