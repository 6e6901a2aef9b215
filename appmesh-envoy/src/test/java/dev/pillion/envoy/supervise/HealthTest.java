package dev.pillion.envoy.supervise;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pillion.envoy.http.Answer;
import dev.pillion.envoy.http.Client;
import dev.pillion.envoy.http.Listener;
import dev.pillion.envoy.settings.Admin.Place;
import dev.pillion.envoy.settings.Supervision;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The judgement of an Envoy by its own words; the words are given here.
final class HealthTest {
  private static final Supervision.Health SETTINGS =
      new Supervision.Health(Duration.ofSeconds(10), Duration.ofHours(1));

  private final Map<String, String> words = new ConcurrentHashMap<>();
  private final AtomicReference<Instant> now =
      new AtomicReference<>(Instant.parse("2026-01-01T00:00:00Z"));
  @TempDir private Path folder = Path.of("");
  private AutoCloseable envoy = () -> {};
  private Client client = new Client(new Place.Socket("/none"), Duration.ofSeconds(1));

  private final Clock clock =
      new Clock() {
        @Override
        public ZoneId getZone() {
          return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
          return this;
        }

        @Override
        public Instant instant() {
          return now.get();
        }
      };

  @BeforeEach
  void listen() throws IOException {
    var place = new Place.Socket(folder.resolve("admin.sock").toString());
    envoy =
        Listener.open(place, request -> Answer.text(200, words.getOrDefault(request.path(), "")));
    client = new Client(place, Duration.ofSeconds(5));
  }

  @AfterEach
  void close() throws Exception {
    envoy.close();
  }

  private Health health() {
    return new Health(client, () -> new Supervisor.View(7, 2), SETTINGS, clock);
  }

  private void says(String state, int connected, int failures) {
    words.put("/ready", state + "\n");
    words.put(
        "/stats",
        "control_plane.connected_state: %d\nlistener_manager.listener_create_failure: %d\n"
            .formatted(connected, failures));
  }

  @Test
  void aLiveEnvoyWithItsServerIsHealthy() {
    says("LIVE", 1, 0);
    var health = health();
    now.set(now.get().plusSeconds(90));
    assertEquals(
        """
        {
          "healthStatus" : "HEALTHY",
          "agentUptime" : "90s",
          "envoyPid" : "7",
          "envoyState" : "LIVE",
          "envoyRestartCount" : "2",
          "managementServerConnectionStatus" : "CONNECTED",
          "envoyReadinessState" : "INITIALIZED",
          "initialConfigUpdateStatus" : "UPDATE_SUCCESSFUL"
        }
        """,
        health.look().json());
  }

  @Test
  void aServerMayBeAwayForSoLong() {
    says("LIVE", 1, 0);
    var health = health();
    assertTrue(health.look().healthy());
    says("LIVE", 0, 0);
    assertTrue(health.look().healthy());
    now.set(now.get().plus(Duration.ofMinutes(59)));
    var away = health.look();
    assertTrue(away.healthy());
    assertTrue(
        away.json()
            .contains("\"managementServerDisconnectedTimestamp\" : \"2026-01-01T00:00:00Z\""));
    now.set(now.get().plus(Duration.ofMinutes(2)));
    assertFalse(health.look().healthy());
    says("LIVE", 1, 0);
    assertTrue(health.look().healthy());
  }

  @Test
  void firstListenersThatCouldNotBeMadeAreNotForgotten() {
    says("INITIALIZING", 1, 0);
    var health = health();
    assertFalse(health.look().healthy());
    says("LIVE", 1, 1);
    var report = health.look();
    assertFalse(report.healthy());
    assertTrue(report.json().contains("\"initialConfigUpdateStatus\" : \"UPDATE_FAILED\""));
  }

  @Test
  void aLaterFailureLeavesAServingEnvoyHealthy() {
    says("LIVE", 1, 0);
    var health = health();
    assertTrue(health.look().healthy());
    says("LIVE", 1, 3);
    assertTrue(health.look().healthy());
  }

  @Test
  void anEnvoyThatDoesNotAnswerIsUnreachable() throws Exception {
    envoy.close();
    var report = health().look();
    assertFalse(report.healthy());
    assertTrue(report.json().contains("\"envoyState\" : \"UNREACHABLE\""));
  }

  @Test
  void aDrainingEnvoyIsNotHealthy() {
    says("DRAINING", 1, 0);
    assertFalse(health().look().healthy());
  }
}
