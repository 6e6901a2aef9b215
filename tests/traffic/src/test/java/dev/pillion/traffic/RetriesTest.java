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

  @BeforeAll
  static void open() {
    stage = Stage.open("retries");
    front = stage.host("front");
    blue = HttpApp.on(stage.host("blue"), 8080, Behaviour.says("blue"));
    stage
        .mesh()
        .mesh("{}")
        .node("front", Specs.node("http", 8080, "front.local", "blue.local", "direct.local"))
        .node("blue", Specs.node("http", 8080, "blue.local"))
        .router("blue", Specs.router("http", 80))
        .service("blue.local", Specs.byRouter("blue"))
        .service("direct.local", Specs.byNode("blue"));
    stage.node("front", front, 8080);
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
    failing(503, 2);
    assertEquals("blue", Sample.brief(call()));
    assertEquals(3, blue.requests().size());
    failing(503, 3);
    assertEquals("503", Sample.brief(call()));
    assertEquals(6, blue.requests().size());
    failing(500, 1);
    assertEquals("500", Sample.brief(call()));
    assertEquals(7, blue.requests().size());
  }

  @Test
  @Rule(39)
  void rule39TheDefaultPolicyHoldsForVirtualNodesAsProvidersToo() {
    var direct = Stage.get(front, "http://direct.local:8080/");
    Sample.await("blue", direct);
    blue.forget();
    failing(503, 2);
    assertEquals("blue", Sample.brief(direct));
    assertEquals(3, blue.requests().size());
  }

  private static void failing(int status, int times) {
    var left = new AtomicInteger(times);
    blue.behave(_ -> left.getAndDecrement() > 0 ? Answer.of(status) : Answer.ok("blue"));
  }

  private static Call call() {
    return Stage.get(front, "http://blue.local/");
  }
}
