package dev.pillion.routes.apply;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pillion.routes.Main;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// The program as a process of its own, as its image starts it.
final class ProgramTest {
  private static final Map<String, String> ENVIRONMENT =
      Map.of(
          "APPMESH_IGNORE_UID", "1337",
          "APPMESH_ENVOY_EGRESS_PORT", "15001",
          "APPMESH_ENVOY_INGRESS_PORT", "15000",
          "APPMESH_APP_PORTS", "8080",
          "PILLION_IPTABLES", "nft");

  private static TestNamespace.Result run(
      TestNamespace namespace, Map<String, String> environment, String... arguments) {
    var command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-cp",
                Path.of("target/classes").toAbsolutePath().toString(),
                Main.class.getName()));
    command.addAll(Arrays.asList(arguments));
    return namespace.run(environment, "", command.toArray(String[]::new));
  }

  private static Map<String, String> with(String name, String value) {
    var environment = new HashMap<>(ENVIRONMENT);
    environment.put(name, value);
    return environment;
  }

  @Test
  void itSetsVerifiesAndRemovesTheRulesOfTheNamespaceItIsStartedIn() {
    try (var namespace = new TestNamespace()) {
      var environment = with("PILLION_NETNS", Long.toString(namespace.inode()));
      var applied = run(namespace, environment);
      assertEquals(
          "redirect=applied backend=nft ipv4=redirected ipv6=redirected\n",
          applied.succeeded().out());
      assertEquals(
          "redirect=unchanged backend=nft ipv4=redirected ipv6=redirected\n",
          run(namespace, environment).succeeded().out());
      assertEquals("redirect=removed\n", run(namespace, Map.of(), "--undo").succeeded().out());
    }
  }

  @Test
  void aBadValueOrArgumentAppliesNothing() {
    try (var namespace = new TestNamespace()) {
      var before = namespace.rules();
      var bad = run(namespace, with("APPMESH_APP_PORTS", "http"));
      assertEquals(2, bad.exit());
      assertEquals("", bad.out());
      assertEquals(
          "APPMESH_APP_PORTS: 'http' is not a port; ports are numbers from 1 to 65535\n",
          bad.err());
      var argument = run(namespace, ENVIRONMENT, "--remove");
      assertEquals(2, argument.exit());
      assertEquals("--remove: is not understood; see route-manager --help\n", argument.err());
      assertEquals(before, namespace.rules());
    }
  }

  @Test
  void refusalsHaveExitCodesOfTheirOwn() {
    try (var namespace = new TestNamespace()) {
      assertEquals(3, run(namespace, with("PILLION_NETNS", "1")).exit());
      namespace.run("iptables-nft", "-t", "nat", "-N", "ECS_SERVICE_CONNECT_EGRESS").succeeded();
      assertEquals(4, run(namespace, ENVIRONMENT).exit());
    }
  }

  @Test
  void withoutTheRightToChangeRulesItSaysWhichRight() {
    try (var namespace = new TestNamespace()) {
      var command =
          List.of(
              "setpriv",
              "--bounding-set",
              "-net_admin",
              "--inh-caps",
              "-net_admin",
              "--",
              Path.of(System.getProperty("java.home"), "bin", "java").toString(),
              "-cp",
              Path.of("target/classes").toAbsolutePath().toString(),
              Main.class.getName());
      var result = namespace.run(ENVIRONMENT, "", command.toArray(String[]::new));
      assertEquals(1, result.exit());
      assertTrue(result.err().startsWith("iptables-nft-save: exit 4, "), result.err());
      assertTrue(result.err().endsWith("; give the container NET_ADMIN\n"), result.err());
    }
  }
}
