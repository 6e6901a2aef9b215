package dev.pillion.traffic;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.pillion.traffic.app.Behaviour;
import dev.pillion.traffic.app.Call;
import dev.pillion.traffic.app.HttpApp;
import dev.pillion.traffic.net.Host;
import dev.pillion.traffic.stage.Sample;
import dev.pillion.traffic.stage.Specs;
import dev.pillion.traffic.stage.Stage;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// Routes that look at more than the path, in order of their priorities.
final class HeadersTest {
  private static final String REDORGREEN = "headers: [{name: 'color_header', match: {%s}}]";

  private static Stage stage;
  private static Host front;

  @BeforeAll
  static void open() {
    stage = Stage.open("headers");
    front = stage.host("front");
    var colors = stage.host("colors");
    stage
        .mesh()
        .mesh("{}")
        .node("front", Specs.node("http", 8080, "front.local", "color.local"))
        .router("color", Specs.router("http", 80))
        .service("color.local", Specs.byRouter("color"));
    int port = 8001;
    for (String color : List.of("red", "green", "blue", "yellow", "white", "purple")) {
      stage.mesh().node(color, Specs.node("http", port, "colors.local"));
      HttpApp.on(colors, port, Behaviour.says(color));
      port++;
    }
    route("green", 2, REDORGREEN.formatted("regex: 'redor.*'"));
    route("red", 5, REDORGREEN.formatted("prefix: 'redorgreen'"));
    route("blue", 900, REDORGREEN.formatted("range: {start: 100, end: 150}"));
    route("yellow", 990, "headers: [{name: 'color_header'}]");
    route("white", 995, "method: 'GET'");
    route("purple", 1000, "headers: [{name: 'color_header', invert: true}]");
    stage.node("front", front, 8080);
  }

  @AfterAll
  static void close() {
    stage.close();
  }

  @Test
  @Rule(22)
  void rule22TheLowerPriorityIsAskedFirst() {
    var call = color().header("color_header", "redorgreencolor");
    route("red", 5, REDORGREEN.formatted("prefix: 'redorgreen'"));
    Sample.await("green", call);
    route("red", 1, REDORGREEN.formatted("prefix: 'redorgreen'"));
    Sample.await("red", call);
    assertEquals("green", Sample.brief(color().header("color_header", "redorblue")));
  }

  @Test
  @Rule(23)
  void rule23ARangeHasItsStartAndNotItsEnd() {
    Sample.await("blue", color().header("color_header", "100"));
    assertEquals("blue", Sample.brief(color().header("color_header", "149")));
    assertEquals("yellow", Sample.brief(color().header("color_header", "150")));
    assertEquals("yellow", Sample.brief(color().header("color_header", "99")));
  }

  @Test
  @Rule(24)
  void rule24AnInvertedMatchOfNothingIsForCallsWithoutTheHeader() {
    Sample.await("white", color());
    assertEquals("purple", Sample.brief(color().method("POST")));
  }

  private static void route(String color, int priority, String match) {
    stage
        .mesh()
        .route(
            "color",
            color,
            "{priority: %d, httpRoute: {match: {prefix: '/', %s}, action: %s}}"
                .formatted(priority, match, Specs.targets(color, 1)));
  }

  private static Call color() {
    return Stage.get(front, "http://color.local/");
  }
}
