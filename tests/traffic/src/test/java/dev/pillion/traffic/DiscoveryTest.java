package dev.pillion.traffic;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pillion.mesh.endpoint.Instance;
import dev.pillion.traffic.app.Behaviour;
import dev.pillion.traffic.app.Call;
import dev.pillion.traffic.app.HttpApp;
import dev.pillion.traffic.net.Host;
import dev.pillion.traffic.stage.Sample;
import dev.pillion.traffic.stage.Specs;
import dev.pillion.traffic.stage.Stage;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Where the hosts of virtual nodes are: `front` calls what Cloud Map lists and DNS knows.
final class DiscoveryTest {
  private static final String FAMILY = "ECS_TASK_DEFINITION_FAMILY";

  private static Stage stage;
  private static Host front;
  private static final List<HttpApp> FOUR = new ArrayList<>();

  @BeforeAll
  static void open() {
    stage = Stage.open("discovery");
    front = stage.host("front");
    var red = stage.host("red");
    var blue = stage.host("blue");
    HttpApp.on(red, 8080, Behaviour.says("red"));
    HttpApp.on(blue, 8080, Behaviour.says("blue"));
    stage
        .mesh()
        .mesh("{}")
        .node("front", Specs.node("http", 8080, "front.local", "color.local", "one.local", "four"))
        .node("red", Specs.inCloudMap(8080, "color", FAMILY, "red"))
        .node("blue", Specs.inCloudMap(8080, "color", FAMILY, "blue"))
        .node("four", Specs.inCloudMap(8080, "four", FAMILY, "four"))
        .router("color", Specs.router("http", 80))
        .service("color.local", Specs.byRouter("color"))
        .service("four", Specs.byNode("four"));
    stage
        .cloudMap()
        .lists(
            "mesh.local", "color", List.of(instance("r", red, "red"), instance("b", blue, "blue")));
    var four = new ArrayList<Instance>();
    for (int i = 0; i < 4; i++) {
      var host = stage.host("four-" + i);
      FOUR.add(HttpApp.on(host, 8080, Behaviour.says("four-" + i)));
      four.add(instance("four-" + i, host, "four"));
    }
    stage.cloudMap().lists("mesh.local", "four", four);
    stage.named("alb.example", Stream.of(0, 1).flatMap(i -> four.get(i).ipv4().stream()).toList());
    stage.node("front", front, 8080);
  }

  @AfterAll
  static void close() {
    stage.close();
  }

  @BeforeEach
  void noRoutes() {
    stage.mesh().deleteRoutes("color");
    Sample.await("404", color());
  }

  @Test
  @Rule(32)
  void rule32EachNodeHasTheInstancesOfItsAttributes() {
    split("red", 1);
    Sample.await("red", color());
    Sample.awaitOnly("red", color());
    split("blue", 1);
    Sample.awaitOnly("blue", color());
    split("red", 50, "blue", 50);
    Sample.await("red", color());
    assertEquals(
        List.of("blue", "red"), Sample.of(100, color()).keySet().stream().sorted().toList());
  }

  @Test
  @Rule(53)
  void rule53TheHostsOfANodeTakeTurns() {
    var call = Stage.get(front, "http://four:8080/");
    Sample.await("four-0", call);
    Map<String, Long> counts = Sample.of(200, call);
    assertEquals(4, counts.size(), counts::toString);
    assertTrue(counts.values().stream().allMatch(n -> n >= 48 && n <= 52), counts::toString);
  }

  @Test
  @Rule(63)
  void rule63ALoadBalancersNameIsOneHostBesideOthers() {
    stage
        .mesh()
        .node("alb", Specs.node("http", 8080, "alb.example"))
        .route("color", "split", Specs.prefix("/", Specs.targets("alb", 1, "blue", 1)));
    Sample.await("four-0", color());
    var counts = Sample.of(60, color());
    assertEquals(List.of("blue", "four-0"), counts.keySet().stream().sorted().toList());
  }

  @Test
  @Rule(63)
  void rule63ANameOfEndpointsIsAllItsHosts() {
    stage
        .mesh()
        .node(
            "endpoints",
            """
            {listeners: [{portMapping: {port: 8080, protocol: 'http'}}],
             serviceDiscovery: {dns: {hostname: 'alb.example', responseType: 'ENDPOINTS'}}}
            """)
        .route("color", "split", Specs.prefix("/", Specs.targets("endpoints", 1)));
    Sample.await("four-1", color());
    Sample.await("four-0", color());
  }

  private static Instance instance(String id, Host host, String family) {
    return new Instance(
        id,
        Optional.of(host.ipv4()),
        Optional.of(host.ipv6()),
        OptionalInt.empty(),
        Map.of(FAMILY, family));
  }

  private static void split(Object... nodesAndWeights) {
    stage.mesh().route("color", "split", Specs.prefix("/", Specs.targets(nodesAndWeights)));
  }

  private static Call color() {
    return Stage.get(front, "http://color.local/");
  }
}
