package dev.pillion.traffic;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pillion.traffic.app.Behaviour;
import dev.pillion.traffic.app.Call;
import dev.pillion.traffic.app.Http2App;
import dev.pillion.traffic.app.HttpApp;
import dev.pillion.traffic.net.Host;
import dev.pillion.traffic.stage.Mesh;
import dev.pillion.traffic.stage.Sample;
import dev.pillion.traffic.stage.Sidecar;
import dev.pillion.traffic.stage.Specs;
import dev.pillion.traffic.stage.Stage;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.appmesh.model.BadRequestException;

/// Which requests go where: `front` calls `color.local`, whose router sends them on.
final class RoutingTest {
  private static Stage stage;
  private static Host front;
  private static Sidecar envoy;

  @BeforeAll
  static void open() {
    stage = Stage.open("routing");
    front = stage.host("front");
    var colors = stage.host("colors");
    var mesh = mesh().mesh("{}");
    mesh.node(
        "front",
        Specs.node(
            "http",
            8080,
            "front.local",
            "color.local",
            "direct.local",
            "nobody.local",
            "fast.local"));
    mesh.router("color", Specs.router("http", 80));
    mesh.service("color.local", Specs.byRouter("color"));
    int port = 8001;
    for (String color : List.of("red", "blue", "green")) {
      mesh.node(color, Specs.node("http", port, "colors.local"));
      HttpApp.on(colors, port, Behaviour.says(color));
      port++;
    }
    mesh.router("fast", Specs.router("http2", 8100))
        .service("fast.local", Specs.byRouter("fast"))
        .node("fast-red", Specs.node("http2", 8101, "colors.local"))
        .node("fast-blue", Specs.node("http2", 8102, "colors.local"));
    Http2App.on(colors, 8101, Behaviour.says("red"));
    Http2App.on(colors, 8102, Behaviour.says("blue"));
    envoy = stage.node("front", front, 8080);
  }

  @AfterAll
  static void close() {
    stage.close();
  }

  @BeforeEach
  void noRoutes() {
    mesh().deleteRoutes("color");
    Sample.await("404", color("/"));
  }

  @Test
  @Rule({19, 21, 30})
  void rule19EachTargetGetsItsPart() {
    split("red", 1);
    Sample.await("red", color("/"));
    assertEquals(Map.of("red", 50L), Sample.of(50, color("/")));
    split("red", 1, "blue", 1);
    Sample.await("blue", color("/"));
    assertShares(Sample.of(200, color("/")), "red", "blue");
    split("blue", 1);
    Sample.awaitOnly("blue", color("/"));
    split("red", 1, "blue", 1, "green", 1);
    Sample.await("green", color("/"));
    assertShares(Sample.of(300, color("/")), "red", "blue", "green");
  }

  @Test
  @Rule(19)
  void rule19OverHttp2Too() {
    String route = "{http2Route: {match: {prefix: '/'}, action: %s}}";
    var call = Stage.get(front, "http://fast.local:8100/");
    mesh().route("fast", "split", route.formatted(Specs.targets("fast-red", 1)));
    Sample.await("red", () -> call.sendOverHttp2().brief());
    mesh().route("fast", "split", route.formatted(Specs.targets("fast-red", 1, "fast-blue", 1)));
    Sample.await("blue", () -> call.sendOverHttp2().brief());
    assertShares(Sample.of(200, () -> call.sendOverHttp2().brief()), "red", "blue");
    assertShares(Sample.of(200, call), "red", "blue");
  }

  @Test
  @Rule(20)
  void rule20ATargetOfWeight0StaysButGetsNothing() {
    split("red", 100, "blue", 0);
    Sample.await("red", color("/"));
    assertEquals(Map.of("red", 50L), Sample.of(50, color("/")));
    assertTrue(routes().contains("cds_egress_routing_blue_http_8002"), RoutingTest::routes);
    assertThrows(BadRequestException.class, () -> split("red", 0, "blue", 0));
    assertEquals(Map.of("red", 10L), Sample.of(10, color("/")));
  }

  @Test
  @Rule(21)
  void rule21WeightsAreRelative() {
    split("red", 50, "blue", 50);
    Sample.await("blue", color("/"));
    assertShares(Sample.of(200, color("/")), "red", "blue");
  }

  @Test
  @Rule(25)
  void rule25TheLongestPrefixThenThePriorityDecides() {
    mesh()
        .route("color", "all", Specs.prefix("/", Specs.targets("red", 1)))
        .route("color", "some", Specs.prefix("/some", Specs.targets("blue", 1)))
        .route("color", "few", Specs.prefix("/some/few", Specs.targets("green", 1)));
    Sample.await("green", color("/some/few/of"));
    assertEquals("blue", Sample.brief(color("/some/other")));
    assertEquals("red", Sample.brief(color("/other")));
    mesh().route("color", "all", withPriority(1000, "/", "red"));
    Sample.await("red", color("/some/few/of"));
    mesh().route("color", "some", withPriority(999, "/some", "blue"));
    Sample.await("blue", color("/some/few/of"));
    assertEquals("red", Sample.brief(color("/other")));
  }

  @Test
  @Rule(28)
  void rule28WithoutARouteEnvoyAnswers404() {
    mesh().service("nobody.local", "{}");
    mesh().route("color", "some", Specs.prefix("/some", Specs.targets("red", 1)));
    Sample.await("red", color("/some"));
    var answer = color("/other").send();
    assertEquals(404, answer.status());
    assertEquals("", answer.body());
    assertEquals("envoy", answer.header("server").orElse(""));
    assertEquals("404", Sample.brief(Stage.get(front, "http://nobody.local/")));
  }

  @Test
  @Rule(29)
  void rule29ADeletedRouteIsUsedNoMore() {
    mesh()
        .route("color", "all", Specs.prefix("/", Specs.targets("red", 1)))
        .route("color", "some", Specs.prefix("/some", Specs.targets("blue", 1)));
    Sample.await("blue", color("/some"));
    mesh().deleteRoute("color", "some");
    Sample.await("red", color("/some"));
    mesh().deleteRoute("color", "all");
    Sample.await("404", color("/some"));
    assertTrue(!routes().contains("color/all"), RoutingTest::routes);
  }

  @Test
  @Rule(30)
  void rule30AVirtualNodeMayProvideAServiceWithoutARouter() {
    mesh().service("direct.local", Specs.byNode("green"));
    Sample.await("green", Stage.get(front, "http://direct.local:8003/"));
    split("red", 1);
    Sample.await("red", color("/"));
    mesh().service("direct.local", Specs.byRouter("color"));
    Sample.await("red", Stage.get(front, "http://direct.local/"));
  }

  @Test
  @Rule(31)
  void rule31TheHostDecidesAndNotTheAddress() {
    split("red", 1);
    Sample.await("red", color("/").at("1.2.3.4"));
    assertEquals("red", Sample.brief(color("/").at("203.0.113.7")));
    assertEquals("red", Sample.brief(color("/").at("2001:db8::1")));
    assertEquals("red", Sample.brief(Stage.get(front, "http://color.local:80/").at("1.2.3.4")));
    var other = Stage.get(front, "http://other.local/").at("1.2.3.4");
    assertEquals("404", Sample.brief(other));
  }

  private static Mesh mesh() {
    return stage.mesh();
  }

  private static void split(Object... nodesAndWeights) {
    mesh().route("color", "split", Specs.prefix("/", Specs.targets(nodesAndWeights)));
  }

  private static String withPriority(int priority, String prefix, String node) {
    return "{priority: %d, httpRoute: {match: {prefix: '%s'}, action: %s}}"
        .formatted(priority, prefix, Specs.targets(node, 1));
  }

  private static Call color(String path) {
    return Stage.get(front, "http://color.local" + path);
  }

  private static String routes() {
    return envoy.admin().get("/config_dump?resource=dynamic_route_configs");
  }

  /// Equal parts within what chance makes of them: further off is as likely as one in a million.
  private static void assertShares(Map<String, Long> counts, String... nodes) {
    long all = counts.values().stream().mapToLong(Long::longValue).sum();
    for (String node : nodes) {
      long part = all / nodes.length;
      long got = counts.getOrDefault(node, 0L);
      assertTrue(Math.abs(got - part) < part / 2, () -> counts + " are no equal parts");
    }
    assertEquals(nodes.length, counts.size(), counts::toString);
  }
}
