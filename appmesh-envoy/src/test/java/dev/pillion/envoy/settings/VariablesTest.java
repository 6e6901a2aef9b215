package dev.pillion.envoy.settings;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pillion.envoy.settings.Admin.Place;
import dev.pillion.envoy.settings.Configuration.Made;
import dev.pillion.envoy.settings.XdsServer.Pem;
import dev.pillion.envoy.settings.XdsServer.Token;
import dev.pillion.mesh.model.ProxyGroup;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// What each variable does: unset, set, and the message where it is refused.
final class VariablesTest {
  private static final String ARN =
      "arn:aws:appmesh:eu-west-1:123456789012:mesh/shop/virtualNode/front";

  static Map<String, String> with(String... pairs) {
    var environment = new HashMap<String, String>();
    environment.put("APPMESH_RESOURCE_ARN", "mesh/shop/virtualNode/front");
    environment.put("APPMESH_XDS_ENDPOINT", "mesh.example.com:9391");
    environment.put("PILLION_XDS_TOKEN", "t0ken");
    for (int i = 0; i < pairs.length; i += 2) {
      if (pairs[i + 1].isEmpty()) {
        environment.remove(pairs[i]);
      } else {
        environment.put(pairs[i], pairs[i + 1]);
      }
    }
    return environment;
  }

  static ImageSettings read(String... pairs) {
    return ImageSettings.read(with(pairs));
  }

  private static Made made(String... pairs) {
    return (Made) read(pairs).configuration();
  }

  private static String refusal(String... pairs) {
    var refused = assertThrows(ImageException.class, () -> ImageSettings.read(with(pairs)));
    assertEquals(Exit.INVALID, refused.exit());
    return String.valueOf(refused.getMessage());
  }

  @Test
  void nothingButTheTwoRequiredOnesGivesAppMeshsDefaults() {
    var settings = read();
    assertEquals(List.of(), settings.warnings());
    assertEquals(
        new Admin(new Place.Tcp("0.0.0.0", 9901), "/tmp/envoy_admin_access.log"), settings.admin());
    assertEquals(
        new Supervision(
            "/usr/local/bin/envoy",
            "info",
            OptionalInt.empty(),
            false,
            false,
            3,
            Duration.ofMillis(100),
            Duration.ofSeconds(20),
            new Supervision.Health(Duration.ofSeconds(10), Duration.ofDays(7))),
        settings.supervision());
    assertEquals(
        new AgentInterface(
            Optional.empty(), Duration.ofMinutes(5), Duration.ofSeconds(5), Duration.ofMinutes(3)),
        settings.agent());
    assertEquals(Optional.empty(), settings.logFile());
    var made = made();
    assertEquals("mesh/shop/virtualNode/front", made.resource().cluster());
    assertEquals(new Tracing.None(), made.tracing());
    assertEquals(
        new Statistics(false, false, false, Optional.empty(), Optional.empty()), made.statistics());
    assertEquals(
        new Configuration.Details(0, "/dev/stdout", Optional.empty(), OptionalInt.empty()),
        made.details());
  }

  @Test
  void theNodeIdIsTheValueByteForByteAndTheOldNamesAreReadInTheirOrder() {
    assertEquals(ARN, made("APPMESH_RESOURCE_ARN", ARN).resource().nodeId());
    var resource =
        made(
                "APPMESH_RESOURCE_ARN", "",
                "APPMESH_RESOURCE_NAME", "mesh/shop@111122223333/virtualGateway/edge",
                "APPMESH_VIRTUAL_NODE_NAME", "mesh/shop/virtualNode/old")
            .resource();
    assertEquals("mesh/shop@111122223333/virtualGateway/edge", resource.nodeId());
    assertEquals(new ProxyGroup("shop", ProxyGroup.Kind.VIRTUAL_GATEWAY, "edge"), resource.group());
    assertEquals("shop@111122223333/edge", resource.shortName());
    var oldest =
        made("APPMESH_RESOURCE_ARN", "", "APPMESH_VIRTUAL_NODE_NAME", "mesh/shop/virtualNode/old");
    assertEquals("mesh/shop/virtualNode/old", oldest.resource().nodeId());
  }

  @Test
  void theClusterIsTheNodeIdIfNoneIsGiven() {
    assertEquals(
        "newer",
        made("APPMESH_RESOURCE_CLUSTER", "newer", "APPMESH_VIRTUAL_NODE_CLUSTER", "older")
            .resource()
            .cluster());
    assertEquals("older", made("APPMESH_VIRTUAL_NODE_CLUSTER", "older").resource().cluster());
  }

  @Test
  void allThatIsWrongIsToldAtOnceAndNamesWhatItIs() {
    assertEquals(
        """
        APPMESH_RESOURCE_ARN: is not set; set it to the ARN of a virtual node or a virtual gateway, \
        or to mesh/<mesh>/virtualNode/<name>
        APPMESH_XDS_ENDPOINT: is not set, and App Mesh's own endpoint is gone; set it to the xds \
        address of your Pillion server, such as mesh.example.com:9391
        ENVOY_ADMIN_ACCESS_PORT: '0' is not within its bounds; give a number from 1 to 65535
        PILLION_XDS_CRET: is not known here; remove it; docs/drop-in-image.md lists all\
        """,
        refusal(
            "APPMESH_RESOURCE_ARN", "",
            "APPMESH_XDS_ENDPOINT", "",
            "ENVOY_ADMIN_ACCESS_PORT", "0",
            "PILLION_XDS_CRET", "/x"));
  }

  record Refused(String variable, String value, String message) {}

  static List<Refused> refused() {
    String bool = "a switch; set it to 1 or true for on, 0 or false for off";
    String form =
        "a virtual node or a virtual gateway; set it to the ARN of a virtual node or a virtual"
            + " gateway, or to mesh/<mesh>/virtualNode/<name>";
    String number = "a whole number; leave it out or give a number";
    String address = "an address; give host:port, such as mesh.example.com:9391, or unix:///path";
    String port = "within its bounds; give a number from 1 to 65535";
    String pem =
        "is neither a path nor PEM; give an absolute path in the container, or the text from"
            + " -----BEGIN on";
    return List.of(
        new Refused("APPMESH_RESOURCE_ARN", "mesh/shop", is("mesh/shop", form)),
        new Refused("APPMESH_RESOURCE_ARN", "mesh/a/route/b", is("mesh/a/route/b", form)),
        new Refused("APPMESH_XDS_ENDPOINT", "mesh.example.com", is("mesh.example.com", address)),
        new Refused("APPMESH_XDS_ENDPOINT", "a:65536", is("a:65536", address)),
        new Refused("APPMESH_XDS_ENDPOINT", "https://a:443", is("https://a:443", address)),
        new Refused("PILLION_XDS_CA", "ca.pem", pem),
        new Refused(
            "PILLION_XDS_CERT", "/cert", "is set without PILLION_XDS_KEY; set both or neither"),
        new Refused(
            "PILLION_XDS_KEY", "/key", "is set without PILLION_XDS_CERT; set both or neither"),
        new Refused(
            "PILLION_XDS_TOKEN_FILE", "/t", "is set with PILLION_XDS_TOKEN; set one of the two"),
        new Refused("PILLION_ALLOW_PLAIN", "yes", is("yes", "xds; set it to xds, or leave it out")),
        new Refused("ENVOY_INITIAL_FETCH_TIMEOUT", "5s", is("5s", number)),
        new Refused(
            "ENVOY_INITIAL_FETCH_TIMEOUT",
            "-1",
            is("-1", "within its bounds; give a number from 0 up")),
        new Refused("ENVOY_CONCURRENCY", "two", is("two", number)),
        new Refused("ENVOY_ADMIN_ACCESS_PORT", "65536", is("65536", port)),
        new Refused("ENVOY_ADMIN_ACCESS_ENABLE_IPV6", "yes", is("yes", bool)),
        new Refused("ENVOY_ADMIN_MODE", "udp", is("udp", "tcp or uds; set it to one of the two")),
        new Refused("ENABLE_ENVOY_XRAY_TRACING", "on", is("on", bool)),
        new Refused("ENABLE_ENVOY_DATADOG_TRACING", "on", is("on", bool)),
        new Refused("ENABLE_ENVOY_JAEGER_TRACING", "on", is("on", bool)),
        new Refused("ENABLE_ENVOY_DOG_STATSD", "on", is("on", bool)),
        new Refused("ENABLE_ENVOY_STATS_TAGS", "on", is("on", bool)),
        new Refused("ENABLE_STATS_SNAPSHOT", "on", is("on", bool)),
        new Refused("ENVOY_SKIP_DEPRECATED_LOGS", "on", is("on", bool)),
        new Refused("DISABLE_HOT_RESTART", "on", is("on", bool)),
        new Refused(
            "ENVOY_STATS_FLUSH_INTERVAL",
            "5",
            is("5", "a duration from 1ms to less than 5m; give one such as 5000ms, 5s or 1m30s")),
        new Refused(
            "ENVOY_STATS_FLUSH_INTERVAL",
            "5m",
            is("5m", "a duration from 1ms to less than 5m; give one such as 5000ms, 5s or 1m30s")),
        new Refused(
            "MAX_REQUESTS_PER_IO_CYCLE",
            "-1",
            is("-1", "within its bounds; give a number from 0 up")),
        new Refused("APPNET_ENVOY_RESTART_COUNT", "many", is("many", number)),
        new Refused("PID_POLL_INTERVAL_MS", "100ms", is("100ms", number)),
        new Refused("LISTENER_DRAIN_WAIT_TIME_S", "20s", is("20s", number)),
        new Refused("HC_POLL_INTERVAL_MS", "x", is("x", number)),
        new Refused("HC_DISCONNECTED_TIMEOUT_S", "x", is("x", number)),
        new Refused(
            "APPNET_AGENT_ADMIN_MODE", "http", is("http", "tcp or uds; set it to one of the two")),
        new Refused("APPNET_AGENT_HTTP_PORT", "99999", is("99999", port)),
        new Refused(
            "APPNET_AGENT_LOGGING_RESET_TIMEOUT",
            "0",
            is("0", "within its bounds; give a number from 1 up")),
        new Refused(
            "APPNET_ENVOY_LOG_NAME",
            "a/b",
            is("a/b", "a file's name; put the directory into the destination")),
        new Refused(
            "APPNET_AGENT_MAX_LOG_FILE_SIZE",
            "0",
            is("0", "a decimal within its bounds; give a decimal from 0.001 to 1024")),
        new Refused(
            "APPNET_AGENT_MAX_RETENTION_COUNT",
            "-1",
            is("-1", "within its bounds; give a number from 0 to 10000")),
        new Refused(
            "APPNET_AGENT_POLL_ENVOY_READINESS_INTERVAL_S",
            "-1",
            is("-1", "within its bounds; give a number from 0 to 3600")),
        new Refused("APPNET_AGENT_POLL_ENVOY_READINESS_TIMEOUT_S", "x", is("x", number)),
        new Refused(
            "APPNET_ENABLE_RELAY_MODE_FOR_XDS",
            "1",
            "asks for the relay of ECS Service Connect, which this image is not; remove it"));
  }

  private static String is(String value, String rest) {
    return "'%s' is not %s".formatted(value, rest);
  }

  @ParameterizedTest
  @MethodSource("refused")
  void aBadValueIsRefusedWithItsNameAndTheRemedy(Refused refused) {
    assertEquals(
        refused.variable() + ": " + refused.message(),
        refusal(refused.variable(), refused.value()));
  }

  @Test
  void endpointsAreDialledByTlsUnlessTheyAreSocketsOrTheUserSaysSo() {
    assertEquals(
        new XdsServer.Tls(
            "mesh.example.com",
            9391,
            "mesh.example.com",
            Optional.empty(),
            Optional.empty(),
            Optional.of(new Token.Text("t0ken"))),
        made().server());
    var v6 = (XdsServer.Tls) made("APPMESH_XDS_ENDPOINT", "[2001:db8::1]:443").server();
    assertEquals("2001:db8::1", v6.host());
    assertEquals(
        new XdsServer.Socket("/run/xds.sock"),
        made("APPMESH_XDS_ENDPOINT", "unix:///run/xds.sock", "PILLION_XDS_TOKEN", "").server());
    assertEquals(
        new XdsServer.Plain("10.0.0.1", 9391),
        made(
                "APPMESH_XDS_ENDPOINT", "10.0.0.1:9391",
                "PILLION_ALLOW_PLAIN", "xds",
                "PILLION_XDS_TOKEN", "")
            .server());
    assertEquals(
        "PILLION_XDS_TOKEN: is for TLS, but a Unix socket is dialled plain; remove one of the two",
        refusal("APPMESH_XDS_ENDPOINT", "unix:///run/xds.sock"));
    assertEquals(
        "PILLION_XDS_TOKEN: is for TLS, but PILLION_ALLOW_PLAIN is set; remove one of the two",
        refusal("PILLION_ALLOW_PLAIN", "xds"));
  }

  @Test
  void certificatesAreFilesOrThemselves() {
    String text = "-----BEGIN CERTIFICATE-----\nMII\n-----END CERTIFICATE-----";
    var tls =
        (XdsServer.Tls)
            made(
                    "PILLION_XDS_CA", text,
                    "PILLION_XDS_CERT", "/certs/client.crt",
                    "PILLION_XDS_KEY", "/certs/client.key",
                    "PILLION_XDS_SERVER_NAME", "mesh.internal",
                    "PILLION_XDS_TOKEN", "",
                    "PILLION_XDS_TOKEN_FILE", "/run/token")
                .server();
    assertEquals(Optional.of(new Pem.Text(text + "\n")), tls.authority());
    assertEquals("mesh.internal", tls.name());
    assertEquals(
        Optional.of(
            new XdsServer.ClientCertificate(
                new Pem.File("/certs/client.crt"), new Pem.File("/certs/client.key"))),
        tls.certificate());
    assertEquals(Optional.of(new Token.File("/run/token")), tls.token());
  }

  @Test
  void secretsAreInNoMessage() {
    assertTrue(!made().server().toString().contains("t0ken"));
    assertEquals(
        List.of(
            "PILLION_XDS_CERT: nothing is shown to the server, which refuses proxies that it cannot"
                + " know; give a certificate with its key, or PILLION_XDS_TOKEN"),
        read("PILLION_XDS_TOKEN", "").warnings());
  }

  @Test
  void whatChoseAmongAppMeshsEndpointsOrSignedIsAcceptedUnused() {
    var unused =
        Arrays.stream(Variable.values())
            .filter(variable -> variable.use() == Variable.Use.UNUSED)
            .map(Variable::key)
            .toList();
    var environment = with();
    unused.forEach(key -> environment.put(key, "anything"));
    assertEquals(read(), ImageSettings.read(environment));
  }

  @Test
  void boundsThatAppMeshsImageOnlyWarnedOfDoNotKeepEnvoyFromStarting() {
    var settings =
        read(
            "PID_POLL_INTERVAL_MS", "25",
            "LISTENER_DRAIN_WAIT_TIME_S", "1",
            "HC_POLL_INTERVAL_MS", "30001",
            "HC_DISCONNECTED_TIMEOUT_S", "604801",
            "APPNET_ENVOY_RESTART_COUNT", "11",
            "ENVOY_LOG_LEVEL", "loud");
    assertEquals(
        List.of(
            "ENVOY_LOG_LEVEL: loud is no level of Envoy's; info is used",
            "APPNET_ENVOY_RESTART_COUNT: 11 is outside 0 to 10; 10 is used",
            "PID_POLL_INTERVAL_MS: 25 is outside 100 to 1000; 100 is used",
            "LISTENER_DRAIN_WAIT_TIME_S: 1 is outside 5 to 110; 20 is used",
            "HC_POLL_INTERVAL_MS: 30001 is outside 2000 to 30000; 10000 is used",
            "HC_DISCONNECTED_TIMEOUT_S: 604801 is outside 3600 to 604800; 604800 is used"),
        settings.warnings());
    assertEquals(10, settings.supervision().restarts());
    assertEquals(3, read("APPNET_ENVOY_RESTART_COUNT", "-1").supervision().restarts());
  }

  @Test
  void eachTimeAndCountIsTakenWithinItsBounds() {
    var supervision =
        read(
                "PILLION_ENVOY", "/opt/envoy",
                "ENVOY_LOG_LEVEL", "DEBUG",
                "ENVOY_CONCURRENCY", "2",
                "DISABLE_HOT_RESTART", "false",
                "ENVOY_SKIP_DEPRECATED_LOGS", "0",
                "APPNET_ENVOY_RESTART_COUNT", "0",
                "PID_POLL_INTERVAL_MS", "1000",
                "LISTENER_DRAIN_WAIT_TIME_S", "110",
                "HC_POLL_INTERVAL_MS", "2000",
                "HC_DISCONNECTED_TIMEOUT_S", "3600")
            .supervision();
    assertEquals(
        new Supervision(
            "/opt/envoy",
            "debug",
            OptionalInt.of(2),
            true,
            true,
            0,
            Duration.ofSeconds(1),
            Duration.ofSeconds(110),
            new Supervision.Health(Duration.ofSeconds(2), Duration.ofHours(1))),
        supervision);
    assertEquals(OptionalInt.empty(), read("ENVOY_CONCURRENCY", "-1").supervision().concurrency());
  }

  @Test
  void theReadinessIntervalGoesForHealthWhereThatHasNone() {
    Function<String[], Duration> every = pairs -> read(pairs).supervision().health().every();
    String interval = "APPNET_AGENT_POLL_ENVOY_READINESS_INTERVAL_S";
    assertEquals(Duration.ofSeconds(7), every.apply(new String[] {interval, "7"}));
    assertEquals(
        Duration.ofSeconds(3),
        every.apply(new String[] {interval, "7", "HC_POLL_INTERVAL_MS", "3000"}));
  }

  @Test
  void theAdminInterfaceIsWhereItIsAskedFor() {
    assertEquals(
        new Admin(new Place.Tcp("::", 9999), "/var/log/admin.log"),
        read(
                "ENVOY_ADMIN_ACCESS_PORT", "9999",
                "ENVOY_ADMIN_ACCESS_ENABLE_IPV6", "true",
                "ENVOY_ADMIN_ACCESS_LOG_FILE", "/var/log/admin.log")
            .admin());
    assertEquals(
        new Place.Socket("/tmp/envoy_admin.sock"), read("ENVOY_ADMIN_MODE", "UDS").admin().place());
  }

  @Test
  void theAgentsInterfaceIsOpenWhereItsModeIsSet() {
    assertEquals(
        Optional.of(new Place.Tcp("::", 9902)),
        read("APPNET_AGENT_ADMIN_MODE", "tcp").agent().place());
    assertEquals(
        Optional.of(new Place.Tcp("127.0.0.1", 8000)),
        read(
                "APPNET_AGENT_ADMIN_MODE", "tcp",
                "APPNET_AGENT_HTTP_PORT", "8000",
                "APPNET_AGENT_HTTP_BIND_ADDRESS", "127.0.0.1")
            .agent()
            .place());
    assertEquals(
        Optional.of(new Place.Socket("/var/run/ecs/appnet_admin.sock")),
        read("APPNET_AGENT_ADMIN_MODE", "uds").agent().place());
    var agent =
        read(
                "APPNET_AGENT_ADMIN_MODE", "uds",
                "APPNET_AGENT_ADMIN_UDS_PATH", "/tmp/a.sock",
                "APPNET_AGENT_LOGGING_RESET_TIMEOUT", "60",
                "APPNET_AGENT_POLL_ENVOY_READINESS_INTERVAL_S", "0",
                "APPNET_AGENT_POLL_ENVOY_READINESS_TIMEOUT_S", "9")
            .agent();
    assertEquals(
        new AgentInterface(
            Optional.of(new Place.Socket("/tmp/a.sock")),
            Duration.ofMinutes(1),
            Duration.ZERO,
            Duration.ofSeconds(9)),
        agent);
  }

  @Test
  void outputGoesToAFileWhereOneIsNamed() {
    assertEquals(
        Optional.of(new LogFile("/var/log/appnet_envoy.log", 1_048_576, 5)),
        read("APPNET_ENVOY_LOG_DESTINATION", "/var/log").logFile());
    assertEquals(
        Optional.of(new LogFile("/logs/e.log", 524_288, 2)),
        read(
                "APPNET_ENVOY_LOG_DESTINATION", "/logs",
                "APPNET_ENVOY_LOG_NAME", "e.log",
                "APPNET_AGENT_MAX_LOG_FILE_SIZE", "0.5",
                "APPNET_AGENT_MAX_RETENTION_COUNT", "2")
            .logFile());
  }

  @Test
  void aWholeConfigurationOfTheUsersNeedsNothingElse() {
    var environment = Map.of("ENVOY_CONFIG_FILE", "/etc/envoy.yaml");
    var settings = ImageSettings.read(environment);
    assertEquals(new Configuration.Whole("/etc/envoy.yaml"), settings.configuration());
  }

  @Test
  void everyVariableIsReadByATestOfThisPackage() {
    Set<String> tested =
        Stream.of(refused().stream().map(Refused::variable), TESTED.stream())
            .flatMap(names -> names)
            .collect(Collectors.toCollection(TreeSet::new));
    Set<String> missing =
        Arrays.stream(Variable.values())
            .filter(variable -> variable.use() != Variable.Use.UNUSED)
            .map(Variable::key)
            .filter(key -> !tested.contains(key))
            .collect(Collectors.toCollection(TreeSet::new));
    assertEquals(Set.of(), missing);
  }

  /// Those that cannot be wrong.
  private static final Set<String> TESTED =
      Set.of(
          "APPMESH_RESOURCE_NAME",
          "APPMESH_VIRTUAL_NODE_NAME",
          "APPMESH_RESOURCE_CLUSTER",
          "APPMESH_VIRTUAL_NODE_CLUSTER",
          "PILLION_XDS_SERVER_NAME",
          "PILLION_XDS_TOKEN",
          "PILLION_ENVOY",
          "ENVOY_CONFIG_FILE",
          "ENVOY_LOG_LEVEL",
          "ENVOY_ADMIN_ACCESS_LOG_FILE",
          "APPNET_AGENT_HTTP_BIND_ADDRESS",
          "APPNET_AGENT_ADMIN_UDS_PATH",
          "APPNET_ENVOY_LOG_DESTINATION",
          // TelemetryTest
          "ENVOY_OUTLIER_DETECTION_EVENT_LOG_PATH",
          "APPMESH_SDS_SOCKET_PATH",
          "ENVOY_RESOURCES_CONFIG_FILE",
          "ENVOY_TRACING_CFG_FILE",
          "ENVOY_STATS_CONFIG_FILE",
          "ENVOY_STATS_SINKS_CFG_FILE",
          "APPMESH_METRIC_EXTENSION_VERSION",
          "XRAY_DAEMON_PORT",
          "AWS_XRAY_DAEMON_ADDRESS",
          "XRAY_SAMPLING_RATE",
          "XRAY_SAMPLING_RULE_MANIFEST",
          "XRAY_SEGMENT_NAME",
          "DATADOG_TRACER_ADDRESS",
          "DATADOG_TRACER_PORT",
          "DD_SERVICE",
          "JAEGER_TRACER_ADDRESS",
          "JAEGER_TRACER_PORT",
          "JAEGER_TRACER_VERSION",
          "STATSD_ADDRESS",
          "STATSD_PORT",
          "STATSD_SOCKET_PATH");
}
