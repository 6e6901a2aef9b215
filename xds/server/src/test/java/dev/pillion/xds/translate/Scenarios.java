package dev.pillion.xds.translate;

import static dev.pillion.xds.translate.MeshBuilder.cloudMap;
import static dev.pillion.xds.translate.MeshBuilder.dns;
import static dev.pillion.xds.translate.MeshBuilder.endpoints;
import static dev.pillion.xds.translate.MeshBuilder.http;
import static dev.pillion.xds.translate.MeshBuilder.port;
import static dev.pillion.xds.translate.MeshBuilder.to;
import static dev.pillion.xds.translate.Scenario.instance;

import dev.pillion.mesh.listener.Protocol;
import dev.pillion.mesh.model.EgressFilter;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;

/// The inputs of the golden folders, one for each thing that App Mesh's users know.
final class Scenarios {
  private static final OptionalInt NONE = OptionalInt.empty();

  private Scenarios() {}

  static List<Scenario> all() {
    return List.of(
        weightedRoutes(),
        routeOrder(),
        nodeAsProvider(),
        cloudMapAttributes(),
        allowAll(),
        missingTargets(),
        everyProtocol(),
        callerOnly(),
        clashingNames(),
        nothingYet());
  }

  private static Scenario weightedRoutes() {
    var mesh =
        new MeshBuilder("demo")
            .node("front", http(8080), dns("front.demo.local"), "colorteller.demo.local")
            .node("color-dns", http(9080), endpoints("color.demo.internal"))
            .node("color-map", http(9080), cloudMap("colorteller", Map.of()))
            .node("color-idle", http(9080), dns("idle.demo.internal"))
            .router("color", port(80, Protocol.HTTP))
            .route(
                "color",
                "split",
                NONE,
                "/",
                to("color-dns", 90),
                to("color-map", 10),
                to("color-idle", 0))
            .serviceByRouter("colorteller.demo.local", "color");
    return Scenario.of("weighted-routes", mesh, "front")
        .with(
            "colorteller",
            instance("b", "10.0.0.12", Map.of()),
            instance("a", "10.0.0.11", Map.of("ECS_CLUSTER_NAME", "c1")));
  }

  private static Scenario routeOrder() {
    var mesh =
        new MeshBuilder("demo")
            .caller("front", "color.demo.local")
            .node("color", http(9080), dns("color.demo.internal"))
            .router("color", port(9080, Protocol.HTTP))
            .route("color", "no-priority-long", NONE, "/a/much/longer/prefix", to("color", 1))
            .route("color", "no-priority-b", NONE, "/b", to("color", 1))
            .route("color", "no-priority-a", NONE, "/a", to("color", 1))
            .route("color", "second", OptionalInt.of(10), "/", to("color", 1))
            .route("color", "last-with-priority", OptionalInt.of(1000), "/zz", to("color", 1))
            .route("color", "first", OptionalInt.of(0), "/", to("color", 1))
            .serviceByRouter("color.demo.local", "color");
    return Scenario.of("route-order", mesh, "front");
  }

  private static Scenario nodeAsProvider() {
    var mesh =
        new MeshBuilder("demo")
            .caller(
                "front", "arn:aws:appmesh:us-west-2:111122223333:mesh/demo/virtualService/color")
            .node("color", http(9080), dns("color.demo.internal"))
            .serviceByNode("color", "color");
    return Scenario.of("node-as-provider", mesh, "front");
  }

  private static Scenario cloudMapAttributes() {
    var blue = Map.of("ECS_TASK_DEFINITION_FAMILY", "blue");
    var green = Map.of("ECS_TASK_DEFINITION_FAMILY", "green");
    var mesh =
        new MeshBuilder("demo")
            .caller("front", "color")
            .node("blue", http(9080), cloudMap("color", blue))
            .node("green", http(9090), cloudMap("color", green))
            .router("color", port(80, Protocol.HTTP))
            .route("color", "both", NONE, "/", to("blue", 1), to("green", 1))
            .serviceByRouter("color", "color");
    return Scenario.of("cloud-map-attributes", mesh, "front")
        .with(
            "color",
            instance("1", "10.0.0.1", blue),
            instance("2", "2001:db8::2", blue),
            instance("3", "10.0.0.3", green),
            instance("4", "10.0.0.4", Map.of()));
  }

  private static Scenario allowAll() {
    var mesh =
        new MeshBuilder("demo")
            .egress(EgressFilter.ALLOW_ALL)
            .node("front", http(8080), dns("front.demo.local"), "color", "secure")
            .node("color", http(9080), dns("color.demo.internal"))
            .node("secure", http(443), dns("secure.demo.internal"))
            .serviceByNode("color", "color")
            .serviceByNode("secure", "secure");
    return Scenario.of("allow-all", mesh, "front");
  }

  private static Scenario missingTargets() {
    var mesh =
        new MeshBuilder("demo")
            .caller("front", "color", "no-such-service")
            .node("color", http(9080), dns("color.demo.internal"))
            .caller("undiscoverable")
            .node("two", List.of(port(1, Protocol.HTTP), port(2, Protocol.HTTP)), dns("two.local"))
            .router("color", port(80, Protocol.HTTP))
            .route("color", "gone", NONE, "/gone", to("color", 50), to("gone", 50))
            .route("color", "no-discovery", NONE, "/undiscoverable", to("undiscoverable", 1))
            .route("color", "no-listener", NONE, "/no-listener", to("color", 1, 9999))
            .route("color", "which-listener", NONE, "/which-listener", to("two", 1))
            .route("color", "no-weight", NONE, "/no-weight", to("color", 0))
            .route("color", "good", NONE, "/", to("two", 1, 2))
            .tcpRoute("color", "bytes", to("color", 1))
            .serviceByRouter("color", "color");
    return Scenario.of("missing-targets", mesh, "front");
  }

  private static Scenario everyProtocol() {
    var ports =
        List.of(
            port(8080, Protocol.HTTP),
            port(8081, Protocol.HTTP2),
            port(8082, Protocol.GRPC),
            port(8083, Protocol.TCP));
    var mesh =
        new MeshBuilder("demo")
            .node("front", ports, dns("front.demo.local"), "all", "bytes")
            .node("all", ports, endpoints("all.demo.internal"))
            .node("bytes", List.of(port(6379, Protocol.TCP)), cloudMap("redis", Map.of()))
            .serviceByNode("all", "all")
            .serviceByNode("bytes", "bytes");
    return Scenario.of("every-protocol", mesh, "front").with(AddressFamilies.IPV4);
  }

  private static Scenario callerOnly() {
    return Scenario.of("caller-only", new MeshBuilder("demo").caller("front"), "front");
  }

  private static Scenario clashingNames() {
    var mesh =
        new MeshBuilder("demo")
            .caller("front", "Color", "color", "color:9080", "*", "bytes", "bad\nname")
            .node("color", http(9080), dns("color.demo.internal"))
            .node("bytes", List.of(port(9080, Protocol.TCP)), dns("bytes.demo.internal"))
            .serviceByNode("*", "color")
            .serviceByNode("Color", "color")
            .serviceByNode("bad\nname", "color")
            .serviceByNode("bytes", "bytes")
            .serviceByNode("color", "color")
            .serviceByNode("color:9080", "color");
    return Scenario.of("clashing-names", mesh, "front");
  }

  private static Scenario nothingYet() {
    var mesh =
        new MeshBuilder("demo")
            .caller("front", "empty-router", "no-provider", "unlistened")
            .node("color", http(9080), dns("color.demo.internal"))
            .router("empty", port(80, Protocol.HTTP))
            .router("unlistened")
            .route("unlistened", "all", NONE, "/", to("color", 1))
            .serviceByRouter("empty-router", "empty")
            .service("no-provider")
            .serviceByRouter("unlistened", "unlistened");
    return Scenario.of("nothing-yet", mesh, "front");
  }
}
