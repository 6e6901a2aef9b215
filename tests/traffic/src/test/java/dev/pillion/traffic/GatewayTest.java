package dev.pillion.traffic;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.pillion.traffic.app.Answer;
import dev.pillion.traffic.app.Behaviour;
import dev.pillion.traffic.app.Call;
import dev.pillion.traffic.app.HttpApp;
import dev.pillion.traffic.net.Host;
import dev.pillion.traffic.stage.Sample;
import dev.pillion.traffic.stage.Specs;
import dev.pillion.traffic.stage.Stage;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// What comes in: callers outside the mesh ask a gateway with one listener, and one with two.
/// Applications answer with their name, the path they saw and the host they were asked for.
final class GatewayTest {
  private static Stage stage;
  private static Host outside;
  private static Host gateway;
  private static Host ports;

  @BeforeAll
  static void open() {
    stage = Stage.open("gateway");
    outside = stage.host("outside");
    gateway = stage.host("gateway");
    ports = stage.host("ports");
    var apps = stage.host("apps");
    stage.mesh().mesh("{}");
    service("red", apps, 8001);
    service("blue", apps, 8002);
    HttpApp.on(apps, 5555, told("fruit"));
    HttpApp.on(apps, 6666, told("vegetable"));
    food();
    stage.mesh().gateway("gateway", Specs.router("http", 9080));
    stage
        .mesh()
        .gateway(
            "ports",
            "{listeners: [%s, %s]}"
                .formatted(Specs.listener("http", 1111), Specs.listener("http", 2222)))
        .gatewayRoute("ports", "fruit", toPort("/fruit", 1111, "food.local", 3333))
        .gatewayRoute("ports", "vegetable", toPort("/vegetable", 1111, "food.local", 4444))
        .gatewayRoute("ports", "color", toPort("/", 2222, "red.local", 80));
    stage.gateway("gateway", gateway);
    stage.gateway("ports", ports);
  }

  @AfterAll
  static void close() {
    stage.close();
  }

  @BeforeEach
  void noRoutes() {
    stage.mesh().deleteGatewayRoutes("gateway");
    Sample.await("404", call("/red/tell"));
    Sample.await("404", call("/tell"));
  }

  @Test
  @Rule({26, 42})
  void rule26APrefixIsRewrittenToTheRoot() {
    route("red", "prefix: '/red'", "red.local", "");
    Sample.await("red / red.local", call("/red"));
    assertEquals("red /x red.local", Sample.brief(call("/red/x")));
    assertEquals("red /x red.local", Sample.brief(call("/redx")));
    assertEquals("red /tell red.local", Sample.brief(call("/red/tell")));
    assertEquals("404", Sample.brief(call("/blue")));
  }

  @Test
  @Rule(42)
  void rule42APrefixMayBeLeftAsItIs() {
    route("red", "prefix: '/red/'", "red.local", "prefix: {defaultPrefix: 'DISABLED'}");
    Sample.await("red /red/tell red.local", call("/red/tell"));
  }

  @Test
  @Rule(43)
  void rule43AHostNameMayBeAskedFor() {
    String hostname = "prefix: '/red', hostname: {exact: 'www.example.com'}";
    route("red", hostname, "red.local", "");
    Sample.await("red /tell red.local", call("/red/tell").header("host", "www.example.com"));
    assertEquals("404", Sample.brief(call("/red/tell")));
    assertEquals("404", Sample.brief(call("/red/tell").header("host", "api.example.com")));
    route("red", "prefix: '/red', hostname: {suffix: '.example.com'}", "red.local", "");
    Sample.await("red /tell red.local", call("/red/tell").header("host", "api.example.com"));
    assertEquals("404", Sample.brief(call("/red/tell")));
  }

  @Test
  @Rule(44)
  void rule44APrefixMayBecomeAnotherForCallsWithAQuery() {
    route(
        "red",
        "prefix: '/maroon/', queryParameters: [{name: 'fishes', match: {exact: 'nemo'}}]",
        "red.local",
        "prefix: {value: '/red/'}");
    Sample.await("red /red/tell?fishes=nemo red.local", call("/maroon/tell?fishes=nemo"));
    assertEquals("404", Sample.brief(call("/maroon/tell")));
    assertEquals("404", Sample.brief(call("/maroon/tell?fishes=dory")));
  }

  @Test
  @Rule(45)
  void rule45TheHostBecomesTheVirtualServiceUnlessItIsToStay() {
    route("red", "prefix: '/'", "red.local", "");
    Sample.await("red /tell red.local", call("/tell").header("host", "www.example.com"));
    route("red", "prefix: '/'", "red.local", "hostname: {defaultTargetHostname: 'DISABLED'}");
    Sample.await("red /tell www.example.com", call("/tell").header("host", "www.example.com"));
  }

  @Test
  @Rule(46)
  void rule46EachListenerHasRoutesOfItsOwn() {
    Sample.await("fruit / food.local", at(1111, "/fruit"));
    assertEquals("vegetable / food.local", Sample.brief(at(1111, "/vegetable")));
    assertEquals("404", Sample.brief(at(1111, "/other")));
    assertEquals("red /fruit red.local", Sample.brief(at(2222, "/fruit")));
    assertEquals("red /other red.local", Sample.brief(at(2222, "/other")));
  }

  private static Behaviour told(String name) {
    return request ->
        Answer.ok(
            "%s %s %s"
                .formatted(
                    name,
                    request.target(),
                    request.header("host").orElse("").replaceFirst(":\\d+$", "")));
  }

  private static void service(String name, Host apps, int port) {
    HttpApp.on(apps, port, told(name));
    stage
        .mesh()
        .node(name, Specs.node("http", port, "apps.local"))
        .router(name, Specs.router("http", 80))
        .service(name + ".local", Specs.byRouter(name))
        .route(name, "all", Specs.prefix("/", Specs.targets(name, 1)));
  }

  /// One virtual node of two listeners behind a router of two.
  private static void food() {
    String node =
        "{listeners: [%s, %s], serviceDiscovery: {dns: {hostname: 'apps.local'}}}"
            .formatted(Specs.listener("http", 5555), Specs.listener("http", 6666));
    String router =
        "{listeners: [%s, %s]}"
            .formatted(Specs.listener("http", 3333), Specs.listener("http", 4444));
    stage
        .mesh()
        .node("food", node)
        .router("food", router)
        .service("food.local", Specs.byRouter("food"))
        .route("food", "fruit", portRoute(3333, 5555))
        .route("food", "vegetable", portRoute(4444, 6666));
  }

  private static String portRoute(int port, int target) {
    return """
    {httpRoute: {match: {port: %d},
     action: {weightedTargets: [{virtualNode: 'food', weight: 1, port: %d}]}}}
    """
        .formatted(port, target);
  }

  private static String toPort(String prefix, int port, String service, int target) {
    return """
    {httpRoute: {match: {prefix: '%s', port: %d},
     action: {target: {port: %d, virtualService: {virtualServiceName: '%s'}}}}}
    """
        .formatted(prefix, port, target, service);
  }

  private static void route(String name, String match, String service, String rewrite) {
    stage
        .mesh()
        .gatewayRoute(
            "gateway",
            name,
            """
            {httpRoute: {match: {%s},
             action: {target: {virtualService: {virtualServiceName: '%s'}}%s}}}
            """
                .formatted(
                    match, service, rewrite.isEmpty() ? "" : ", rewrite: {" + rewrite + "}"));
  }

  private static Call call(String path) {
    return Stage.get(outside, "http://gateway.example:9080" + path).at(gateway.ipv4());
  }

  private static Call at(int port, String path) {
    return Stage.get(outside, "http://gateway.example:" + port + path).at(ports.ipv4());
  }
}
