package dev.pillion.routes.spec;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class RouteEnvironmentTest {
  private static final Map<String, String> LEAST =
      Map.of("APPMESH_IGNORE_UID", "1337", "APPMESH_ENVOY_EGRESS_PORT", "15001");

  private static final Map<String, String> ALL =
      Map.ofEntries(
          Map.entry("APPMESH_START_ENABLED", "0"),
          Map.entry("APPMESH_IGNORE_UID", "1337"),
          Map.entry("APPMESH_IGNORE_GID", "1338"),
          Map.entry("APPMESH_ENVOY_INGRESS_PORT", "15000"),
          Map.entry("APPMESH_ENVOY_EGRESS_PORT", "15001"),
          Map.entry("APPMESH_APP_PORTS", "8080,9090"),
          Map.entry("APPMESH_EGRESS_IGNORED_IP", "10.0.0.0/8,2001:db8::1"),
          Map.entry("APPMESH_EGRESS_IGNORED_PORTS", "443"),
          Map.entry("APPMESH_ENABLE_IPV6", "0"),
          Map.entry("PILLION_IPTABLES", "legacy"),
          Map.entry("PILLION_NETNS", "4026532178"));

  private static final RouteEnvironment ALL_READ =
      new RouteEnvironment(
          new RedirectSpec(
              OptionalInt.of(1337),
              OptionalInt.of(1338),
              15000,
              15001,
              List.of(8080, 9090),
              List.of("10.0.0.0/8", "2001:db8::1"),
              List.of(443),
              false),
          false,
          new Place(Optional.of(Backend.LEGACY), OptionalLong.of(4026532178L)));

  @Test
  void whatIsNotSetHasItsDefault() {
    var expected =
        new RouteEnvironment(
            new RedirectSpec(
                OptionalInt.of(1337),
                OptionalInt.empty(),
                0,
                15001,
                List.of(),
                List.of(),
                List.of(),
                true),
            true,
            new Place(Optional.empty(), OptionalLong.empty()));
    assertEquals(expected, RouteEnvironment.read(LEAST));
  }

  @Test
  void everyVariableIsReadAndWritten() {
    assertEquals(ALL_READ, RouteEnvironment.read(ALL));
    assertEquals(ALL, ALL_READ.variables());
  }

  @Test
  void aVariableSetToNothingIsNotSet() {
    var environment = new HashMap<>(LEAST);
    ALL.keySet().forEach(name -> environment.putIfAbsent(name, " "));
    assertEquals(RouteEnvironment.read(LEAST), RouteEnvironment.read(environment));
  }

  @Test
  void variablesOfTheProxyItselfAreNoneOfItsBusiness() {
    var environment = new HashMap<>(LEAST);
    environment.put("APPMESH_RESOURCE_ARN", "mesh/demo/virtualNode/front");
    environment.put("PATH", "/usr/sbin");
    assertEquals(RouteEnvironment.read(LEAST), RouteEnvironment.read(environment));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      textBlock =
          """
          APPMESH_IGNORE_UID | envoy | 'envoy' is not an id; give one number from 0 to 2147483647
          APPMESH_IGNORE_UID | -1 | '-1' is not an id; give one number from 0 to 2147483647
          APPMESH_IGNORE_GID | 2147483648 | '2147483648' is not an id; give one number from 0 to 2147483647
          APPMESH_IGNORE_UID | "" | neither it nor APPMESH_IGNORE_GID is set; set it to the proxy's user (1337), or the proxy's own traffic would come back to it
          APPMESH_ENVOY_EGRESS_PORT | "" | is not set; set it to the port where the proxy takes outbound connections (15001)
          APPMESH_ENVOY_EGRESS_PORT | 65536 | '65536' is not a port; ports are numbers from 1 to 65535
          APPMESH_ENVOY_EGRESS_PORT | +15001 | '+15001' is not a port; ports are numbers from 1 to 65535
          APPMESH_ENVOY_INGRESS_PORT | 0 | '0' is not a port; ports are numbers from 1 to 65535
          APPMESH_ENVOY_INGRESS_PORT | 15001 | 15001 is also APPMESH_ENVOY_EGRESS_PORT; give the proxy two different ports
          APPMESH_APP_PORTS | http | 'http' is not a port; ports are numbers from 1 to 65535
          APPMESH_APP_PORTS | 15001 | 15001 is a port of the proxy's own; move the app to another port
          APPMESH_EGRESS_IGNORED_PORTS | 1,,2 | '' is not a port; ports are numbers from 1 to 65535
          APPMESH_EGRESS_IGNORED_PORTS | 1-2 | '1-2' is not a port; ports are numbers from 1 to 65535
          APPMESH_EGRESS_IGNORED_IP | db.local | 'db.local' is no address; list IPv4 or IPv6 addresses or CIDR blocks, no names, separated by commas
          APPMESH_ENABLE_IPV6 | true | 'true' is not a switch; set it to 1 for on or 0 for off
          APPMESH_START_ENABLED | 2 | '2' is not a switch; set it to 1 for on or 0 for off
          PILLION_IPTABLES | nftables | 'nftables' is not an iptables backend; set it to nft or legacy
          PILLION_NETNS | net:[1] | 'net:[1]' is not an inode number; set it to the number that `readlink /proc/PID/ns/net` shows in brackets
          PILLION_NETNZ | 1 | is not known here; remove it; the route manager knows PILLION_IPTABLES and PILLION_NETNS
          """)
  void aBadValueIsNamedWithItsProblemAndRemedy(String variable, String value, String message) {
    var environment = new HashMap<>(LEAST);
    environment.put(variable, value);
    var failure =
        assertThrows(
            RouteException.class,
            () -> {
              if (variable.equals("APPMESH_APP_PORTS")) {
                environment.put("APPMESH_ENVOY_INGRESS_PORT", "15000");
              }
              RouteEnvironment.read(environment);
            });
    assertEquals(variable + ": " + message, failure.getMessage());
    assertEquals(2, failure.exit().code());
  }

  @Test
  void appPortsNeedAnIngressPort() {
    var environment = new HashMap<>(LEAST);
    environment.put("APPMESH_APP_PORTS", "8080");
    var failure = assertThrows(RouteException.class, () -> RouteEnvironment.read(environment));
    assertEquals(
        "APPMESH_ENVOY_INGRESS_PORT: is not set, but APPMESH_APP_PORTS is; set it to the port where"
            + " the proxy takes inbound connections (15000)",
        failure.getMessage());
  }

  @Test
  void allViolationsAreSaidAtOnceAndNoneTwice() {
    var environment =
        Map.of(
            "APPMESH_IGNORE_GID", "x",
            "APPMESH_ENVOY_EGRESS_PORT", "y",
            "APPMESH_ENVOY_INGRESS_PORT", "15000",
            "APPMESH_APP_PORTS", "z,15000",
            "PILLION_NETNS", "0");
    var failure = assertThrows(RouteException.class, () -> RouteEnvironment.read(environment));
    assertEquals(
        """
        APPMESH_IGNORE_GID: 'x' is not an id; give one number from 0 to 2147483647
        APPMESH_ENVOY_EGRESS_PORT: 'y' is not a port; ports are numbers from 1 to 65535
        APPMESH_APP_PORTS: 'z' is not a port; ports are numbers from 1 to 65535
        APPMESH_APP_PORTS: 15000 is a port of the proxy's own; move the app to another port
        PILLION_NETNS: '0' is not an inode number; set it to the number that `readlink \
        /proc/PID/ns/net` shows in brackets\
        """,
        failure.getMessage());
  }

  @Test
  void undoNeedsNoneOfTheRedirectsVariables() {
    assertEquals(ALL_READ.place(), Place.read(ALL));
    assertEquals(new Place(Optional.empty(), OptionalLong.empty()), Place.read(Map.of()));
  }
}
