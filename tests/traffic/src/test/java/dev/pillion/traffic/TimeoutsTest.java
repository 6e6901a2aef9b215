package dev.pillion.traffic;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.pillion.traffic.app.Answer;
import dev.pillion.traffic.app.Call;
import dev.pillion.traffic.app.HttpApp;
import dev.pillion.traffic.app.Request;
import dev.pillion.traffic.net.Host;
import dev.pillion.traffic.stage.Sample;
import dev.pillion.traffic.stage.Specs;
import dev.pillion.traffic.stage.Stage;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// How long requests may take. Callers outside ask two fronts, whose applications ask two tellers;
/// of each two, one has App Mesh's 15 seconds and the other 20. All calls are made at once when the
/// class begins, so that it takes as long as the longest of them.
final class TimeoutsTest {
  private static final Map<String, CompletableFuture<String>> CALLS = new HashMap<>();

  private static Stage stage;
  private static Host outside;

  @BeforeAll
  static void open() {
    stage = Stage.open("timeouts");
    outside = stage.host("outside");
    var front15 = front("front15");
    var front20 = front("front20");
    var teller15 = teller("teller15");
    var teller20 = teller("teller20");
    var gateway = stage.host("gateway");
    stage.mesh().mesh("{}");
    node("teller15", "");
    node("teller20", ", timeout: " + perRequest("http", 20));
    service("usual15", "teller15", "");
    service("usual20", "teller20", "");
    service("less", "teller15", ", timeout: " + perRequest(5));
    service("more15", "teller15", ", timeout: " + perRequest(20));
    service("more20", "teller20", ", timeout: " + perRequest(20));
    service("color1", "teller20", ", timeout: " + perRequest(18));
    service("color2", "teller20", ", timeout: " + perRequest(10));
    stage.mesh().service("direct20", Specs.byNode("teller20"));
    var called = List.of("usual15", "usual20", "less", "more15", "more20", "direct20");
    node("front15", "", called.toArray(String[]::new));
    node("front20", ", timeout: " + perRequest("http", 20), called.toArray(String[]::new));
    stage.mesh().gateway("gateway", Specs.router("http", 9080));
    stage
        .mesh()
        .gatewayRoute("gateway", "color1", Specs.gatewayRoute("/color1", "color1"))
        .gatewayRoute("gateway", "color2", Specs.gatewayRoute("/color2", "color2"));
    stage.all(
        List.of(
            () -> stage.node("front15", front15, 8080),
            () -> stage.node("front20", front20, 8080),
            () -> stage.node("teller15", teller15, 8080),
            () -> stage.node("teller20", teller20, 8080),
            () -> stage.gateway("gateway", gateway)));
    called("front15 usual15 7", ask(front15, "usual15", 7));
    called("front15 usual15 17", ask(front15, "usual15", 17));
    called("front15 less 7", ask(front15, "less", 7));
    called("front20 more20 17", ask(front20, "more20", 17));
    called("front20 usual20 17", ask(front20, "usual20", 17));
    called("front15 more20 17", ask(front15, "more20", 17));
    called("front20 more15 17", ask(front20, "more15", 17));
    called("front20 direct20 17", ask(front20, "direct20:8080", 17));
    called("color1 17", enter(gateway, "color1", 17));
    called("color1 20", enter(gateway, "color1", 20));
    called("color2 5", enter(gateway, "color2", 5));
    called("color2 12", enter(gateway, "color2", 12));
  }

  @AfterAll
  static void close() {
    stage.close();
  }

  @Test
  @Rule(34)
  void rule34FifteenSecondsAreTheDefault() {
    assertEquals("teller15", outcome("front15 usual15 7"));
    assertEquals("504", outcome("front15 usual15 17"));
  }

  @Test
  @Rule(35)
  void rule35ARouteMayAllowLess() {
    assertEquals("504", outcome("front15 less 7"));
  }

  @Test
  @Rule(36)
  void rule36ToAllowMoreItTakesTheRouteAndBothVirtualNodes() {
    assertEquals("teller20", outcome("front20 more20 17"));
    assertEquals("504", outcome("front20 usual20 17"));
    assertEquals("504", outcome("front15 more20 17"));
    assertEquals("504", outcome("front20 more15 17"));
  }

  @Test
  @Rule(36)
  void rule36WithoutARouterTheListenersOwnTimeIsEnough() {
    assertEquals("teller20", outcome("front20 direct20 17"));
  }

  @Test
  @Rule(37)
  void rule37AGatewayAllowsWhatTheRoutesBehindItAllow() {
    assertEquals("teller20", outcome("color1 17"));
    assertEquals("504", outcome("color1 20"));
    assertEquals("teller20", outcome("color2 5"));
    assertEquals("504", outcome("color2 12"));
  }

  /// A host whose application asks the service that it is asked for.
  private static Host front(String name) {
    Host host = stage.host(name);
    HttpApp.on(
        host,
        8080,
        request -> {
          var call = Stage.get(host, "http://" + header(request, "service") + "/");
          var answer = call.header("latency", header(request, "latency")).send();
          return new Answer(answer.status(), Map.of(), answer.body());
        });
    return host;
  }

  /// A host whose application takes as many seconds as it is told.
  private static Host teller(String name) {
    Host host = stage.host(name);
    HttpApp.on(
        host,
        8080,
        request -> {
          Thread.sleep(Duration.ofSeconds(Long.parseLong(header(request, "latency"))));
          return Answer.ok(name);
        });
    return host;
  }

  private static String header(Request request, String name) {
    return request.header(name).orElseThrow();
  }

  private static void node(String name, String timeout, String... backends) {
    stage
        .mesh()
        .node(
            name,
            """
            {listeners: [{portMapping: {port: 8080, protocol: 'http'}%s}],
             serviceDiscovery: {dns: {hostname: '%s.local'}}, backends: [%s]}
            """
                .formatted(timeout, name, Specs.backends(backends)));
  }

  private static void service(String name, String node, String timeout) {
    String route =
        "{httpRoute: {match: {prefix: '/'}, action: %s%s}}"
            .formatted(Specs.targets(node, 1), timeout);
    stage
        .mesh()
        .router(name, Specs.router("http", 80))
        .service(name, Specs.byRouter(name))
        .route(name, "all", route);
  }

  private static String perRequest(String protocol, int seconds) {
    return "{%s: %s}".formatted(protocol, perRequest(seconds));
  }

  private static String perRequest(int seconds) {
    return "{perRequest: {unit: 's', value: %d}}".formatted(seconds);
  }

  private static Call ask(Host front, String service, int latency) {
    return Stage.get(outside, "http://front:8080/")
        .at(front.ipv4())
        .header("service", service)
        .header("latency", Integer.toString(latency));
  }

  private static Call enter(Host gateway, String path, int latency) {
    return Stage.get(outside, "http://gateway:9080/" + path)
        .at(gateway.ipv4())
        .header("latency", Integer.toString(latency));
  }

  private static void called(String name, Call call) {
    Executor threads = Thread::startVirtualThread;
    CALLS.put(name, CompletableFuture.supplyAsync(() -> Sample.brief(call), threads));
  }

  private static String outcome(String name) {
    return Objects.requireNonNull(CALLS.get(name), name).join();
  }
}
