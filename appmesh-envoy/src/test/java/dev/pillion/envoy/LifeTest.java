package dev.pillion.envoy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pillion.ports.FreePorts;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Envoy's life under the program: its start, its deaths, its end.
final class LifeTest {
  @TempDir private Path folder = Path.of("");

  /// A listener that answers by itself, as the user's resources.
  private Map<String, String> answering(int port) throws IOException {
    Path resources = folder.resolve("resources.yaml");
    Files.writeString(
        resources,
        """
        static_resources:
          listeners:
          - name: app
            address: { socket_address: { address: 127.0.0.1, port_value: %d } }
            traffic_direction: INBOUND
            filter_chains:
            - filters:
              - name: envoy.filters.network.http_connection_manager
                typed_config:
                  "@type": type.googleapis.com/envoy.extensions.filters.network.http_connection_manager.v3.HttpConnectionManager
                  stat_prefix: ingress
                  route_config:
                    virtual_hosts:
                    - { name: app, domains: ["*"], routes: [ { match: { prefix: / }, direct_response: { status: 200, body: { inline_string: hello } } } ] }
                  http_filters:
                  - name: envoy.filters.http.router
                    typed_config: { "@type": type.googleapis.com/envoy.extensions.filters.http.router.v3.Router }
        """
            .formatted(port));
    return Map.of("ENVOY_RESOURCES_CONFIG_FILE", resources.toString());
  }

  @Test
  void itDrainsForTheTimeThatWasAskedForAndEndsWithNought() throws Exception {
    int port = FreePorts.next();
    try (var running = Running.start(folder, answering(port))) {
      running.awaitLive();
      assertEquals("hello", Running.get(Running.at(port), "/"));
      ProcessHandle envoy = running.envoy();
      running.process().destroy();
      running.until("draining", () -> running.said().contains("state=draining for=5s"));
      // A caller that does not know yet is still answered.
      assertEquals("hello", Running.get(Running.at(port), "/"));
      assertEquals(0, running.awaitEnd());
      assertFalse(envoy.isAlive());
      assertTrue(running.said().contains("state=ended"), running.said());
    }
  }

  @Test
  void anEnvoyThatDiesIsStartedAgainSoManyTimes() throws Exception {
    try (var running = Running.start(folder, Map.of("APPNET_ENVOY_RESTART_COUNT", "1"))) {
      running.awaitLive();
      long first = running.envoy().pid();
      running.envoy().destroyForcibly();
      running.until("a second Envoy", () -> running.said().contains("restarts=1"));
      running.awaitLive();
      assertNotEquals(first, running.envoy().pid());
      assertTrue(Running.get(running.agent(), "/status").contains("\"envoyRestartCount\" : \"1\""));
      running.envoy().destroyForcibly();
      assertEquals(1, running.awaitEnd());
      assertTrue(
          running
              .said()
              .contains(
                  "Envoy: ended with code 137 after 1 restarts; its own words are above;"
                      + " APPNET_ENVOY_RESTART_COUNT allows more restarts"),
          running.said());
    }
  }

  @Test
  void withNoRestartsTheFirstDeathIsTheEnd() throws Exception {
    try (var running = Running.start(folder, Map.of("APPNET_ENVOY_RESTART_COUNT", "0"))) {
      running.awaitLive();
      running.envoy().destroyForcibly();
      assertEquals(1, running.awaitEnd());
    }
  }

  @Test
  void aSignalWhileEnvoyHasNothingYetEndsItAtOnce() throws Exception {
    try (var running = Running.start(folder, Map.of("ENVOY_INITIAL_FETCH_TIMEOUT", "0"))) {
      running.until(
          "an Envoy without a configuration",
          () -> Running.get(running.admin(), "/ready").endsWith("INITIALIZING\n"));
      running.process().destroy();
      assertEquals(0, running.awaitEnd());
      assertFalse(running.said().contains("draining"), running.said());
    }
  }

  @Test
  void whatIsWrongIsToldAndNothingIsStarted() throws Exception {
    Path said = folder.resolve("said");
    var process =
        Running.launch(
            Map.of(
                "APPMESH_RESOURCE_ARN", "mesh/shop",
                "APPMESH_XDS_ENDPOINT", "unix:///x",
                "PILLION_ENVOY", "/does/not/exist"),
            said,
            List.of());
    assertTrue(process.waitFor(20, TimeUnit.SECONDS));
    assertEquals(2, process.exitValue());
    assertEquals(
        "APPMESH_RESOURCE_ARN: 'mesh/shop' is not a virtual node or a virtual gateway; set it to"
            + " the ARN of a virtual node or a virtual gateway, or to"
            + " mesh/<mesh>/virtualNode/<name>\n",
        Files.readString(said));
  }

  @Test
  void filesThatAreNotThereAreAllTold() throws Exception {
    Path said = folder.resolve("said");
    var process =
        Running.launch(
            Map.of(
                "APPMESH_RESOURCE_ARN", "mesh/shop/virtualNode/front",
                "APPMESH_XDS_ENDPOINT", "localhost:1",
                "PILLION_XDS_CERT", "/no/cert",
                "PILLION_XDS_KEY", "/no/key",
                "ENVOY_TRACING_CFG_FILE", "/no/tracing",
                "TMPDIR", folder.toString()),
            said,
            List.of());
    assertTrue(process.waitFor(20, TimeUnit.SECONDS));
    assertEquals(2, process.exitValue());
    String remedy = "mount it into the container, readable for the container's user\n";
    assertEquals(
        "ENVOY_TRACING_CFG_FILE: /no/tracing cannot be read (NoSuchFile); "
            + remedy
            + "PILLION_XDS_CERT: /no/cert cannot be read (NoSuchFile); "
            + remedy
            + "PILLION_XDS_KEY: /no/key cannot be read (NoSuchFile); "
            + remedy,
        Files.readString(said));
  }

  @Test
  void anEnvoyThatIsNotThereIsToldWithItsName() throws Exception {
    try (var running = Running.start(folder, Map.of("PILLION_ENVOY", "/does/not/exist"))) {
      assertEquals(1, running.awaitEnd());
      assertTrue(running.said().contains("/does/not/exist: cannot be started"), running.said());
    }
  }

  @Test
  void aWholeConfigurationIsStartedAsItIs() throws Exception {
    int port = FreePorts.next();
    Path whole = folder.resolve("envoy.yaml");
    Files.writeString(
        whole,
        "admin: { address: { socket_address: { address: 127.0.0.1, port_value: %d } } }\n"
            .formatted(port));
    var variables =
        new HashMap<>(
            Map.of(
                "ENVOY_CONFIG_FILE",
                whole.toString(),
                "ENVOY_ADMIN_ACCESS_PORT",
                Integer.toString(port),
                "APPMESH_RESOURCE_ARN",
                "",
                "APPMESH_XDS_ENDPOINT",
                ""));
    try (var running = Running.start(folder, variables)) {
      running.until("LIVE", () -> Running.get(Running.at(port), "/ready").equals("LIVE\n"));
      assertTrue(running.said().contains("-c " + whole), running.said());
    }
  }

  @Test
  void whatIsMadeIsForTheUserAlone() throws Exception {
    try (var running = Running.start(folder, Map.of())) {
      running.awaitLive();
      Path home = folder.resolve("pillion-envoy");
      assertEquals("rwx------", permissions(home));
      assertEquals("rw-------", permissions(home.resolve("bootstrap.json")));
    }
  }

  private static String permissions(Path path) throws IOException {
    return java.nio.file.attribute.PosixFilePermissions.toString(
        Files.getPosixFilePermissions(path));
  }

  @Test
  void outputGoesToAFileThatIsPutAside() throws Exception {
    Path logs = Files.createDirectory(folder.resolve("logs"));
    try (var running =
        Running.start(
            folder,
            Map.of(
                "APPNET_ENVOY_LOG_DESTINATION", logs.toString(),
                "APPNET_AGENT_MAX_LOG_FILE_SIZE", "0.01",
                "APPNET_AGENT_MAX_RETENTION_COUNT", "1",
                "ENVOY_LOG_LEVEL", "debug"))) {
      running.awaitLive();
      running.until("a file put aside", () -> count(logs) >= 2);
      // Envoy goes on writing to the one that was emptied.
      long before = size(logs.resolve("appnet_envoy.log"));
      running.until(
          "more lines",
          () -> {
            Running.get(running.admin(), "/ready");
            return size(logs.resolve("appnet_envoy.log")) != before;
          });
      assertEquals("", running.said());
    }
  }

  private static long count(Path directory) {
    try (var files = Files.list(directory)) {
      return files.count();
    } catch (IOException _) {
      return 0;
    }
  }

  private static long size(Path file) {
    try {
      return Files.size(file);
    } catch (IOException _) {
      return 0;
    }
  }
}
