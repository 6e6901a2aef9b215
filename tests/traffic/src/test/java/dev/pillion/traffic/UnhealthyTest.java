package dev.pillion.traffic;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pillion.rig.Wait;
import dev.pillion.traffic.app.Answer;
import dev.pillion.traffic.app.Behaviour;
import dev.pillion.traffic.app.Call;
import dev.pillion.traffic.app.HttpApp;
import dev.pillion.traffic.net.Host;
import dev.pillion.traffic.stage.CloudMap;
import dev.pillion.traffic.stage.Sample;
import dev.pillion.traffic.stage.Sidecar;
import dev.pillion.traffic.stage.Specs;
import dev.pillion.traffic.stage.Stage;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// What becomes of hosts that fail: `front` calls two virtual nodes of four hosts each. One says
/// when a host is to be left out for its errors, the other how hosts are asked for their health.
final class UnhealthyTest {
  private static final Duration TWO_PROBES = Duration.ofSeconds(30);
  private static final String OUTLIERS = "cluster.cds_egress_unhealthy_outliers_http_8080.";
  private static final String PROBED = "cluster.cds_egress_unhealthy_probed_http_8080.";

  private static final Map<String, String> HOSTS = new HashMap<>();

  private static Stage stage;
  private static Host front;
  private static Sidecar envoy;
  private static List<HttpApp> outliers;
  private static List<HttpApp> probed;

  @BeforeAll
  static void open() {
    stage = Stage.open("unhealthy");
    front = stage.host("front");
    outliers = four("outliers");
    probed = four("probed");
    list("outliers", 4);
    list("probed", 1);
    stage
        .mesh()
        .mesh("{}")
        .node("front", Specs.node("http", 8080, "front.local", "outliers.local", "probed.local"))
        .node(
            "outliers",
            node(
                "outliers",
                """
                outlierDetection: {maxServerErrors: 5, interval: {unit: 's', value: 1},
                 baseEjectionDuration: {unit: 's', value: 60}, maxEjectionPercent: 100}
                """))
        .node(
            "probed",
            node(
                "probed",
                """
                healthCheck: {protocol: 'http', path: '/ping', intervalMillis: 5000,
                 timeoutMillis: 2000, healthyThreshold: 2, unhealthyThreshold: 2}
                """))
        .service("outliers.local", Specs.byNode("outliers"))
        .service("probed.local", Specs.byNode("probed"));
    envoy = stage.node("front", front, 8080);
  }

  @AfterAll
  static void close() {
    stage.close();
  }

  @Test
  @Rule(51)
  void rule51AHostThatFailsIsLeftOutUntilMostHostsDo() {
    Sample.await("outliers-0", outliersCall());
    outliers.get(0).behave(_ -> Answer.of(500));
    Wait.until(
        "a host left out", Sample.LIMIT, () -> Sample.of(30, outliersCall()).equals(three(10)));
    assertEquals(three(40), Sample.of(120, outliersCall()));
    assertEquals(1, envoy.admin().sum(OUTLIERS + "outlier_detection.ejections_active"));
    outliers.get(1).behave(_ -> Answer.of(500));
    outliers.get(2).behave(_ -> Answer.of(500));
    Wait.until(
        "panic",
        Sample.LIMIT,
        () -> {
          Sample.brief(outliersCall());
          return envoy.admin().sum(OUTLIERS + "lb_healthy_panic") > 0;
        });
    assertEquals(3, envoy.admin().sum(OUTLIERS + "outlier_detection.ejections_active"));
    assertEquals(Map.of("500", 30L, "outliers-3", 10L), Sample.of(40, outliersCall()));
  }

  @Test
  @Rule(52)
  void rule52AHostThatSaysItIsUnwellIsLeftOut() {
    Sample.await("probed-0", probedCall());
    // Envoy probes at the listener's interval only what has had requests, and these hosts' cluster
    // has had one.
    list("probed", 4);
    awaitHealthy(4);
    assertTrue(envoy.admin().sum(PROBED + "health_check.attempt") > 0);
    probed
        .get(3)
        .behave(
            request -> request.target().equals("/ping") ? Answer.of(503) : Answer.ok("probed-3"));
    awaitHealthy(3);
    assertEquals(
        Map.of("probed-0", 20L, "probed-1", 20L, "probed-2", 20L), Sample.of(60, probedCall()));
  }

  private static Map<String, Long> three(long each) {
    return Map.of("outliers-1", each, "outliers-2", each, "outliers-3", each);
  }

  private static void awaitHealthy(long hosts) {
    Wait.until(
        hosts + " healthy hosts",
        TWO_PROBES,
        () -> envoy.admin().sum(PROBED + "membership_healthy") == hosts,
        () -> envoy.admin().stats(PROBED + "(membership|health).*").toString());
  }

  private static Call probedCall() {
    return Stage.get(front, "http://probed.local:8080/");
  }

  private static List<HttpApp> four(String name) {
    return IntStream.range(0, 4)
        .mapToObj(i -> {
          Host host = stage.host(name + "-" + i);
          HOSTS.put(name + "-" + i, host.ipv4());
          return HttpApp.on(host, 8080, Behaviour.says(name + "-" + i));
        })
        .toList();
  }

  /// Cloud Map lists so many of the four.
  private static void list(String service, int count) {
    var instances =
        IntStream.range(0, count)
            .mapToObj(i -> service + "-" + i)
            .map(id -> CloudMap.instance(id, HOSTS.getOrDefault(id, ""), Map.of()))
            .toList();
    stage.cloudMap().lists("mesh.local", service, instances);
  }

  private static String node(String service, String listener) {
    return """
    {listeners: [{portMapping: {port: 8080, protocol: 'http'}, %s}],
     serviceDiscovery: {awsCloudMap: {namespaceName: 'mesh.local', serviceName: '%s'}}}
    """
        .formatted(listener, service);
  }

  private static Call outliersCall() {
    return Stage.get(front, "http://outliers.local:8080/");
  }
}
