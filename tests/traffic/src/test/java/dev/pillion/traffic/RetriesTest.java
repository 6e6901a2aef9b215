package dev.pillion.traffic;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pillion.rig.Wait;
import dev.pillion.traffic.app.Answer;
import dev.pillion.traffic.app.Behaviour;
import dev.pillion.traffic.app.Call;
import dev.pillion.traffic.app.Gate;
import dev.pillion.traffic.app.Http2App;
import dev.pillion.traffic.app.HttpApp;
import dev.pillion.traffic.net.Host;
import dev.pillion.traffic.stage.Sample;
import dev.pillion.traffic.stage.Sidecar;
import dev.pillion.traffic.stage.Specs;
import dev.pillion.traffic.stage.Stage;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// What becomes of requests that fail: `front` calls `blue.local`, which fails as it is told.
final class RetriesTest {
  private static Stage stage;
  private static Host front;
  private static HttpApp blue;
  private static Http2App red;
  private static Sidecar envoy;

  @BeforeAll
  static void open() {
    stage = Stage.open("retries");
    front = stage.host("front");
    blue = HttpApp.on(stage.host("blue"), 8080, Behaviour.says("blue"));
    stage
        .mesh()
        .mesh("{}")
        .node(
            "front",
            Specs.node("http", 8080, "front.local", "blue.local", "direct.local", "red.local"))
        .node("blue", Specs.node("http", 8080, "blue.local"))
        .router("blue", Specs.router("http", 80))
        .service("blue.local", Specs.byRouter("blue"))
        .service("direct.local", Specs.byNode("blue"));
    stage
        .mesh()
        .node("red", Specs.node("http2", 8080, "red.local"))
        .router("red", Specs.router("http2", 8080))
        .service("red.local", Specs.byRouter("red"));
    red = Http2App.on(stage.host("red"), 8080, Behaviour.says("red"));
    envoy = stage.node("front", front, 8080);
  }

  @AfterAll
  static void close() {
    stage.close();
  }

  @BeforeEach
  void noPolicy() {
    blue.behave(Behaviour.says("blue"));
    stage.mesh().deleteRoutes("blue");
    Sample.await("404", call());
    stage.mesh().route("blue", "all", Specs.prefix("/", Specs.targets("blue", 1)));
    Sample.await("blue", call());
    blue.forget();
  }

  @Test
  @Rule(39)
  void rule39WithoutAPolicyTwoFailuresAreRetriedAndAThirdIsNot() {
    failing(Answer.of(503), 2);
    assertEquals("blue", Sample.brief(call()));
    assertEquals(3, blue.requests().size());
    failing(Answer.of(503), 3);
    assertEquals("503", Sample.brief(call()));
    assertEquals(6, blue.requests().size());
    failing(Answer.of(500), 1);
    assertEquals("500", Sample.brief(call()));
    assertEquals(7, blue.requests().size());
    failing(Answer.NONE, 2);
    assertEquals("blue", Sample.brief(call()));
    assertEquals(10, blue.requests().size());
  }

  @Test
  @Rule(39)
  void rule39TheDefaultPolicyHoldsForVirtualNodesAsProvidersToo() {
    var direct = Stage.get(front, "http://direct.local:8080/");
    Sample.await("blue", direct);
    blue.forget();
    failing(Answer.of(503), 2);
    assertEquals("blue", Sample.brief(direct));
    assertEquals(3, blue.requests().size());
  }

  @Test
  @Rule(38)
  void rule38TheTimeOfARequestCoversItsRetries() {
    policy(400, ", timeout: {perRequest: {unit: 's', value: 1}}");
    blue.forget();
    var gate = new Gate("blue");
    blue.behave(gate);
    assertEquals("504", Sample.brief(call()));
    gate.open();
    int attempts = blue.requests().size();
    assertTrue(attempts == 2 || attempts == 3, () -> attempts + " attempts");
  }

  @Test
  @Rule(39)
  void rule39APolicyTakesTheDefaultsPlace() {
    policy(100, "");
    blue.forget();
    failing(Answer.of(503), 5);
    assertEquals("blue", Sample.brief(call()));
    assertEquals(6, blue.requests().size());
    failing(Answer.of(500), 10);
    assertEquals("blue", Sample.brief(call()));
    assertEquals(17, blue.requests().size());
    failing(Answer.of(500), 11);
    assertEquals("500", Sample.brief(call()));
  }

  @Test
  @Rule(40)
  void rule40OverHttp2HalfTheRequestsMayFail() {
    var failing = new AtomicInteger();
    stage
        .mesh()
        .route(
            "red",
            "all",
            """
            {http2Route: {match: {prefix: '/'}, action: %s,
             retryPolicy: {httpRetryEvents: ['server-error'], maxRetries: 3,
              perRetryTimeout: {unit: 's', value: 2}}}}
            """
                .formatted(Specs.targets("red", 1)));
    var call = Stage.get(front, "http://red.local:8080/");
    Sample.await("red", () -> call.sendOverHttp2().brief());
    red.behave(_ -> failing.incrementAndGet() % 2 == 0 ? Answer.ok("red") : Answer.of(500));
    assertEquals(Map.of("red", 20L), Sample.of(20, () -> call.sendOverHttp2().brief()));
    assertEquals(
        20, envoy.admin().sum("cluster.cds_egress_retries_red_http2_8080.upstream_rq_retry"));
  }

  /// Ten retries of so many milliseconds, in the route to `blue`.
  private static void policy(int millis, String more) {
    stage
        .mesh()
        .route(
            "blue",
            "all",
            """
            {httpRoute: {match: {prefix: '/'}, action: %s,
             retryPolicy: {httpRetryEvents: ['server-error'], maxRetries: 10,
              perRetryTimeout: {unit: 'ms', value: %d}}%s}}
            """
                .formatted(Specs.targets("blue", 1), millis, more));
    String wanted = "\"per_try_timeout\": \"0.%ds\"".formatted(millis);
    Wait.until(
        wanted,
        Sample.LIMIT,
        () -> envoy.said("/config_dump?resource=dynamic_route_configs").contains(wanted));
  }

  private static void failing(Answer failure, int times) {
    var left = new AtomicInteger(times);
    blue.behave(_ -> left.getAndDecrement() > 0 ? failure : Answer.ok("blue"));
  }

  private static Call call() {
    return Stage.get(front, "http://blue.local/");
  }
}
