package dev.pillion.agent;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.pillion.agent.dial.Dial;
import dev.pillion.mesh.model.MeshException;
import dev.pillion.mesh.model.PillionVersion;
import dev.pillion.mesh.settings.AgentSetting;
import dev.pillion.mesh.settings.Setting;
import dev.pillion.routes.spec.Backend;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class AgentConfigTest {
  private static final String BEGIN = "<!-- agent settings: written from AgentSetting -->\n";
  private static final String END = "<!-- end of agent settings -->";

  @Test
  void aServerIsAllThatMustBeGiven() {
    assertEquals(
        new AgentConfig(
            Dial.plain("mesh.internal:18000"),
            Path.of("/run/pillion"),
            Path.of("/var/lib/pillion/agent"),
            "envoyproxy/envoy:v1.40.0",
            "pillion/route-manager:" + PillionVersion.current(),
            Duration.ofSeconds(1),
            false,
            Optional.empty(),
            Duration.ofSeconds(5),
            URI.create("unix:///var/run/docker.sock"),
            Optional.empty(),
            Optional.empty()),
        AgentConfig.from(Map.of("PILLION_SERVER", "mesh.internal:18000", "PATH", "/bin")));
  }

  @Test
  void everySettingIsRead() {
    assertEquals(
        new AgentConfig(
            Dial.plain("[::1]:1"),
            Path.of("/tmp/run"),
            Path.of("/tmp/state"),
            "envoy:a",
            "routes:b",
            Duration.ofMillis(250),
            true,
            Optional.of(Backend.LEGACY),
            Duration.ofMinutes(2),
            URI.create("tcp://127.0.0.1:2375"),
            Optional.of(InetSocketAddress.createUnresolved("::1", 9392)),
            Optional.of(
                new AgentConfig.Gated(
                    Path.of("/tmp/gate"), Duration.ofSeconds(9), Map.of("LISTEN_FDS", "1")))),
        AgentConfig.from(
            Map.ofEntries(
                Map.entry("PILLION_SERVER", "[::1]:1"),
                Map.entry("PILLION_RUN_DIR", "/tmp/run"),
                Map.entry("PILLION_STATE_DIR", "/tmp/state"),
                Map.entry("PILLION_ENVOY_IMAGE", "envoy:a"),
                Map.entry("PILLION_ROUTE_MANAGER_IMAGE", "routes:b"),
                Map.entry("PILLION_UNDECIDED_HOLD", "250ms"),
                Map.entry("PILLION_DRY_RUN", "on"),
                Map.entry("PILLION_IPTABLES", "legacy"),
                Map.entry("PILLION_CLOUDMAP_INTERVAL", "2m"),
                Map.entry("PILLION_AGENT_METRICS_ADDRESS", "[::1]:9392"),
                Map.entry("PILLION_GATE", "on"),
                Map.entry("LISTEN_FDS", "1"),
                Map.entry("PILLION_GATE_SOCKET", "/tmp/gate"),
                Map.entry("PILLION_GATE_START_TIME", "9s"),
                Map.entry("DOCKER_HOST", "tcp://127.0.0.1:2375"))));
  }

  @Test
  void anAgentThatWouldAskItselfIsRefused() {
    var refused =
        assertThrows(
            MeshException.class,
            () ->
                AgentConfig.from(
                    Map.of(
                        "PILLION_SERVER", "mesh:1",
                        "PILLION_GATE", "on",
                        "DOCKER_HOST", "unix:///run/pillion/docker.sock")));
    assertEquals(
        "DOCKER_HOST: is the gate's own socket, so that the agent would ask itself; give the agent"
            + " Docker's own, such as unix:///var/run/docker.sock",
        refused.getMessage());
  }

  @Test
  void theServerMayBeDialledByTlsWithAToken() {
    var config =
        AgentConfig.from(
            Map.of(
                "PILLION_SERVER", "10.0.0.9:9391",
                "PILLION_XDS_CA", "/etc/pillion/ca.pem",
                "PILLION_XDS_SERVER_NAME", "mesh.internal",
                "PILLION_XDS_TOKEN_FILE", "/etc/pillion/token"));
    assertEquals(
        new Dial(
            "10.0.0.9:9391",
            Optional.of("/etc/pillion/ca.pem"),
            Optional.of("mesh.internal"),
            Optional.of(Path.of("/etc/pillion/token"))),
        config.server());
    var refused =
        assertThrows(
            MeshException.class,
            () -> AgentConfig.from(Map.of("PILLION_SERVER", "m:1", "PILLION_XDS_CA", "yes")));
    assertEquals(
        "agent settings: PILLION_XDS_CA is 'yes', expected an absolute path, or system;"
            + " docs/configuration.md lists all of them",
        refused.getMessage());
  }

  @Test
  void allProblemsAreToldAtOnce() {
    var refused =
        assertThrows(
            MeshException.class,
            () ->
                AgentConfig.from(
                    Map.of(
                        "PILLION_RUN_DIR", "run",
                        "PILLION_UNDECIDED_HOLD", "soon",
                        "PILLION_IPTABLES", "ebpf",
                        "PILLION_ENVOYIMAGE", "x",
                        "PILLION_COLOUR", "red",
                        "PILLION_BASE_IMAGE", "debian")));
    assertEquals(
        "agent settings: PILLION_SERVER is missing; PILLION_RUN_DIR is 'run', expected an absolute"
            + " path; PILLION_UNDECIDED_HOLD is 'soon', expected a duration such as 500ms, 2s or"
            + " 1m; PILLION_IPTABLES is 'ebpf', expected legacy or nft; PILLION_COLOUR is not a"
            + " setting, remove it; PILLION_ENVOYIMAGE is not a setting, did you mean"
            + " PILLION_ENVOY_IMAGE?; docs/configuration.md lists all of them",
        refused.getMessage());
  }

  @Test
  void aServerWithoutAPortIsRefused() {
    var refused =
        assertThrows(
            MeshException.class, () -> AgentConfig.from(Map.of("PILLION_SERVER", "mesh:99999")));
    assertEquals(
        "agent settings: PILLION_SERVER is 'mesh:99999', expected host:port;"
            + " docs/configuration.md lists all of them",
        refused.getMessage());
  }

  @Test
  void thePageOfSettingsIsCurrent() throws IOException {
    Path page = Path.of("../docs/configuration.md");
    String text = Files.readString(page);
    int begin = text.indexOf(BEGIN) + BEGIN.length();
    int end = text.indexOf(END);
    String wanted =
        text.substring(0, begin)
            + "\n"
            + Setting.table(List.of(AgentSetting.values()))
            + "\n"
            + text.substring(end);
    if (Boolean.getBoolean("docs.update")) {
      Files.writeString(page, wanted);
      return;
    }
    assertEquals(
        wanted,
        text,
        "run mvn test -pl agent -am -Dtest=AgentConfigTest -Ddocs.update=true -Dsurefire.failIfNoSpecifiedTests=false");
  }
}
