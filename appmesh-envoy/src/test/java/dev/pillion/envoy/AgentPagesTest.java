package dev.pillion.envoy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.pillion.envoy.http.Client;
import dev.pillion.envoy.settings.Admin.Place;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The agent's interface, on a real Envoy.
final class AgentPagesTest {
  @TempDir private Path folder = Path.of("");

  @Test
  void statusHasAppMeshsNamesAndWords() throws Exception {
    try (var running = Running.start(folder, Map.of())) {
      running.awaitLive();
      JsonNode status = new ObjectMapper().readTree(running.agent().get("/status").text());
      assertEquals("HEALTHY", status.path("healthStatus").asText());
      assertEquals("LIVE", status.path("envoyState").asText());
      assertEquals(Long.toString(running.envoy().pid()), status.path("envoyPid").asText());
      assertEquals("0", status.path("envoyRestartCount").asText());
      assertEquals("NOT_CONNECTED", status.path("managementServerConnectionStatus").asText());
      assertTrue(status.has("managementServerDisconnectedTimestamp"));
      assertEquals("INITIALIZED", status.path("envoyReadinessState").asText());
      assertEquals("UPDATE_SUCCESSFUL", status.path("initialConfigUpdateStatus").asText());
      assertTrue(status.path("agentUptime").asText().matches("[0-9]+s"));
    }
  }

  @Test
  void ecssHealthCheckSeesLive() throws Exception {
    try (var running = Running.start(folder, Map.of())) {
      running.awaitLive();
      assertTrue(running.admin().get("/server_info").text().contains("\"state\": \"LIVE\""));
    }
  }

  @Test
  void readinessWaitsForTheAgentToCallEnvoyHealthy() throws Exception {
    Path said = folder.resolve("readiness.log");
    try (var running = Running.start(folder, Map.of())) {
      var asking =
          Running.launch(
              Map.of(
                  "ENVOY_CONFIG_FILE", "/not/read",
                  "APPNET_AGENT_ADMIN_MODE", "tcp",
                  "APPNET_AGENT_HTTP_PORT", Integer.toString(running.agentPort()),
                  "APPNET_AGENT_HTTP_BIND_ADDRESS", "127.0.0.1",
                  "APPNET_AGENT_POLL_ENVOY_READINESS_INTERVAL_S", "1"),
              said,
              List.of("-envoyReadiness"));
      assertTrue(asking.waitFor(30, TimeUnit.SECONDS));
      assertEquals(0, asking.exitValue(), () -> read(said));
    }
    var alone =
        Running.launch(
            Map.of(
                "ENVOY_CONFIG_FILE", "/not/read",
                "APPNET_AGENT_ADMIN_MODE", "uds",
                "APPNET_AGENT_ADMIN_UDS_PATH", folder.resolve("nobody").toString(),
                "APPNET_AGENT_POLL_ENVOY_READINESS_TIMEOUT_S", "0"),
            said,
            List.of("-envoyReadiness"));
    assertTrue(alone.waitFor(30, TimeUnit.SECONDS));
    assertEquals(1, alone.exitValue());
    assertTrue(read(said).startsWith("Envoy: is not to be asked ("), read(said));
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (java.io.IOException e) {
      return e.toString();
    }
  }

  @Test
  void aLogLevelIsChangedForATime() throws Exception {
    try (var running = Running.start(folder, Map.of("APPNET_AGENT_LOGGING_RESET_TIMEOUT", "2"))) {
      running.awaitLive();
      var changed = running.agent().post("/enableLogging?level=debug");
      assertEquals(200, changed.status());
      assertEquals("Setting logging level from [info] to [debug]\n", changed.text());
      assertTrue(Running.post(running.admin(), "/logging").text().contains("admin: debug"));
      assertEquals(304, running.agent().post("/enableLogging?level=trace").status());
      assertEquals(400, running.agent().post("/enableLogging?level=loud").status());
      assertEquals(400, running.agent().post("/enableLogging").status());
      running.until("the level's return", () -> running.said().contains("log-level=info"));
      assertTrue(Running.post(running.admin(), "/logging").text().contains("admin: info"));
      assertEquals(304, running.agent().post("/enableLogging?level=info").status());
    }
  }

  @Test
  void statisticsAreEnvoysOwn() throws Exception {
    try (var running = Running.start(folder, Map.of("ENABLE_ENVOY_STATS_TAGS", "1"))) {
      running.awaitLive();
      String all = running.agent().get("/stats/prometheus").text();
      String tags = "{appmesh_mesh=\"shop\",appmesh_virtual_node=\"front\"}";
      assertTrue(all.contains("envoy_server_live" + tags + " 1\n"), all);
      String used = running.agent().get("/stats/prometheus?usedonly").text();
      assertTrue(used.length() < all.length() && used.contains("envoy_server_live"));
      assertEquals(
          "unsupported query parameter: other\n",
          running.agent().get("/stats/prometheus?other").text());
      assertEquals("", running.agent().get("/stats/prometheus?filter=metrics_extension").text());
    }
  }

  @Test
  void inboundListenersAreDrained() throws Exception {
    try (var running = Running.start(folder, Map.of())) {
      running.awaitLive();
      var drained = running.agent().post("/drain_listeners?inboundonly");
      assertEquals(200, drained.status(), drained::text);
      assertEquals("OK\n", drained.text());
      assertEquals(400, running.agent().post("/drain_listeners?graceful").status());
      assertEquals(400, running.agent().get("/drain_listeners").status());
    }
  }

  @Test
  void whoeverAsksTooOftenIsToldSo() throws Exception {
    try (var running = Running.start(folder, Map.of())) {
      running.awaitLive();
      boolean refused = false;
      for (int i = 0; i < 200 && !refused; i++) {
        refused = running.agent().get("/status").status() == 429;
      }
      assertTrue(refused);
    }
  }

  @Test
  void bothInterfacesMayBeSockets() throws Exception {
    Path socket = folder.resolve("agent.sock");
    try (var running =
        Running.start(
            folder,
            Map.of(
                "APPNET_AGENT_ADMIN_MODE",
                "uds",
                "APPNET_AGENT_ADMIN_UDS_PATH",
                socket.toString()))) {
      var agent = new Client(new Place.Socket(socket.toString()), Duration.ofSeconds(5));
      running.until("HEALTHY", () -> Running.get(agent, "/status").contains("\"HEALTHY\""));
    }
  }

  @Test
  void aSocketThatCannotBeMadeIsNamed() throws Exception {
    Path said = folder.resolve("unmade");
    String socket = folder.resolve("nowhere/agent.sock").toString();
    var process =
        Running.launch(
            Map.of(
                "APPMESH_RESOURCE_ARN", "mesh/shop/virtualNode/front",
                "APPMESH_XDS_ENDPOINT", "unix:///nobody",
                "APPNET_AGENT_ADMIN_MODE", "uds",
                "APPNET_AGENT_ADMIN_UDS_PATH", socket),
            said,
            List.of());
    assertTrue(process.waitFor(30, TimeUnit.SECONDS));
    assertEquals(1, process.exitValue());
    assertTrue(
        read(said).contains("APPNET_AGENT_ADMIN_UDS_PATH: " + socket + " cannot be listened on ("),
        read(said));
  }

  @Test
  void aMachineWithoutIpv6IsAsGood() throws Exception {
    String ipv4Alone = "-Djava.net.preferIPv4Stack=true";
    try (var running =
        Running.start(
            folder, Map.of("JAVA_TOOL_OPTIONS", ipv4Alone, "APPNET_AGENT_HTTP_BIND_ADDRESS", ""))) {
      running.until(
          "HEALTHY", () -> Running.get(running.agent(), "/status").contains("\"HEALTHY\""));
    }
  }

  @Test
  void theInterfaceIsClosedUnlessItIsAskedFor() throws Exception {
    try (var running = Running.start(folder, Map.of("APPNET_AGENT_ADMIN_MODE", ""))) {
      running.awaitLive();
      assertEquals("", Running.get(running.agent(), "/status"));
    }
  }

  @Test
  void whatIsNoRequestIsTheCallersFault() throws Exception {
    try (var running = Running.start(folder, Map.of())) {
      running.awaitLive();
      assertEquals(404, running.agent().get("/").status());
      assertEquals(400, running.agent().post("/status").status());
      assertFalse(running.agent().get("/stats/prometheus?filter=%zz").status() == 200);
    }
  }
}
