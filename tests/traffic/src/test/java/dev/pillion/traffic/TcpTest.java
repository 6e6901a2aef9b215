package dev.pillion.traffic;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.pillion.traffic.app.Lines;
import dev.pillion.traffic.app.TcpApp;
import dev.pillion.traffic.net.Host;
import dev.pillion.traffic.stage.Sample;
import dev.pillion.traffic.stage.Specs;
import dev.pillion.traffic.stage.Stage;
import java.io.UncheckedIOException;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// Bytes that are no HTTP: `front` calls two stores, which have Envoys too.
final class TcpTest {
  private static Stage stage;
  private static Host front;

  @BeforeAll
  static void open() {
    stage = Stage.open("tcp");
    front = stage.host("front");
    var redis = stage.host("redis");
    var postgres = stage.host("postgres");
    TcpApp.on(redis, 6379, "redis");
    TcpApp.greeting(postgres, 5432, "postgres");
    stage
        .mesh()
        .mesh("{}")
        .node(
            "front",
            Specs.node(
                "http", 8080, "front.local", "redis.local", "postgres.local", "stores.local"))
        .node("redis", Specs.node("tcp", 6379, "redis.local"))
        .node("postgres", Specs.node("tcp", 5432, "postgres.local"))
        .service("redis.local", Specs.byNode("redis"))
        .service("postgres.local", Specs.byNode("postgres"));
    stage.all(
        List.of(
            () -> stage.node("front", front, 8080),
            () -> stage.node("redis", redis, 6379),
            () -> stage.node("postgres", postgres, 5432)));
  }

  @AfterAll
  static void close() {
    stage.close();
  }

  @Test
  @Rule(33)
  void rule33EachPortLeadsToItsService() {
    Sample.await("redis: hello", () -> ask(6379));
    try (var lines = Lines.open(front, Stage.ANYWHERE, 5432)) {
      assertEquals("postgres greets", lines.next());
      assertEquals("postgres: hello", lines.ask("hello"));
    }
  }

  @Test
  @Rule(33)
  void rule33ARouterOfTcpSharesItsConnections() {
    stage
        .mesh()
        .router("stores", Specs.router("tcp", 7000))
        .service("stores.local", Specs.byRouter("stores"))
        .route(
            "stores",
            "all",
            "{tcpRoute: {action: %s}}".formatted(Specs.targets("redis", 1, "postgres", 0)));
    Sample.await("redis: hello", () -> ask(7000));
    stage
        .mesh()
        .route(
            "stores",
            "all",
            "{tcpRoute: {action: %s}}".formatted(Specs.targets("redis", 1, "postgres", 1)));
    Sample.await("postgres greets", () -> ask(7000));
    Sample.await("redis: hello", () -> ask(7000));
  }

  private static String ask(int port) {
    try (var lines = Lines.open(front, Stage.ANYWHERE, port)) {
      return lines.ask("hello");
    } catch (UncheckedIOException _) {
      return "no answer";
    }
  }
}
