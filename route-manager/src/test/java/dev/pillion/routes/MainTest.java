package dev.pillion.routes;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pillion.routes.spec.Exit;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class MainTest {
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();

  private Exit run(Map<String, String> environment, String... arguments) {
    var main =
        new Main(
            environment,
            new PrintStream(out, true, StandardCharsets.UTF_8),
            new PrintStream(err, true, StandardCharsets.UTF_8));
    return main.run(List.of(arguments));
  }

  @Test
  void printShowsWhatWouldBeGivenToTheKernel() {
    var environment = Map.of("APPMESH_IGNORE_UID", "1337", "APPMESH_ENVOY_EGRESS_PORT", "15001");
    assertEquals(Exit.DONE, run(environment, "--print"));
    Golden.check(
        Path.of("src/test/resources/golden"), "print", out.toString(StandardCharsets.UTF_8));
  }

  @Test
  void printRefusesWhatCouldNotBeApplied() {
    assertEquals(Exit.INVALID, run(Map.of(), "--print"));
    assertEquals("", out.toString(StandardCharsets.UTF_8));
    assertEquals(2, err.toString(StandardCharsets.UTF_8).lines().count());
  }

  @Test
  void helpNamesEveryVariableAndExitCode() {
    assertEquals(Exit.DONE, run(Map.of("PILLION_UNKNOWN", "1"), "--help"));
    var help = out.toString(StandardCharsets.UTF_8);
    for (var word :
        List.of(
            "APPMESH_START_ENABLED",
            "APPMESH_IGNORE_UID",
            "APPMESH_IGNORE_GID",
            "APPMESH_ENVOY_EGRESS_PORT",
            "APPMESH_ENVOY_INGRESS_PORT",
            "APPMESH_APP_PORTS",
            "APPMESH_EGRESS_IGNORED_IP",
            "APPMESH_EGRESS_IGNORED_PORTS",
            "APPMESH_ENABLE_IPV6",
            "PILLION_IPTABLES",
            "PILLION_NETNS",
            "--print",
            "--rehearse",
            "--undo")) {
      assertTrue(help.contains(word), word);
    }
    for (var exit : Exit.values()) {
      assertTrue(help.contains(exit.code() + " "), exit.name());
    }
  }

  @Test
  void theVersionIsOneLine() {
    assertEquals(Exit.DONE, run(Map.of(), "--version"));
    assertTrue(out.toString(StandardCharsets.UTF_8).matches("route-manager .+\\R"));
  }

  @Test
  void twoArgumentsAreOneTooMany() {
    assertEquals(Exit.INVALID, run(Map.of(), "--undo", "--print"));
    assertEquals(
        "--undo --print: is not understood; see route-manager --help\n",
        err.toString(StandardCharsets.UTF_8));
  }
}
