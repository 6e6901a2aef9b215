package dev.pillion.traffic;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.pillion.traffic.app.GrpcApp;
import dev.pillion.traffic.app.GrpcCaller;
import dev.pillion.traffic.net.Host;
import dev.pillion.traffic.stage.Sample;
import dev.pillion.traffic.stage.Specs;
import dev.pillion.traffic.stage.Stage;
import io.grpc.Status;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// gRPC: `front` calls `color.local`, and so do callers outside by way of a gateway.
final class GrpcTest {
  private static final String GET = "color.ColorService/GetColor";
  private static final String SET = "color.ColorService/SetColor";

  private static Stage stage;
  private static GrpcApp app;
  private static GrpcCaller front;
  private static GrpcCaller outside;

  @BeforeAll
  static void open() {
    stage = Stage.open("grpc");
    Host caller = stage.host("front");
    Host server = stage.host("server");
    Host gateway = stage.host("gateway");
    Host stranger = stage.host("stranger");
    app = GrpcApp.on(server, 8080, GrpcTest::color);
    stage
        .mesh()
        .mesh("{}")
        .node("front", Specs.node("http", 8080, "front.local", "color.local"))
        .node("server", Specs.node("grpc", 8080, "server.local"))
        .router("color", Specs.router("grpc", 8080))
        .service("color.local", Specs.byRouter("color"))
        .gateway("gateway", Specs.router("grpc", 9000))
        .gatewayRoute(
            "gateway",
            "color",
            """
            {grpcRoute: {match: {serviceName: 'color.ColorService'},
             action: {target: {virtualService: {virtualServiceName: 'color.local'}}}}}
            """);
    route("{serviceName: 'color.ColorService'}", "");
    stage.all(
        List.of(
            () -> stage.node("front", caller, 8080),
            () -> stage.node("server", server, 8080),
            () -> stage.gateway("gateway", gateway)));
    front = new GrpcCaller(caller, "color.local:8080", new InetSocketAddress(Stage.ANYWHERE, 8080));
    outside = new GrpcCaller(stranger, "any.example", new InetSocketAddress(gateway.ipv4(), 9000));
  }

  @AfterAll
  static void close() {
    front.close();
    outside.close();
    stage.close();
  }

  @BeforeEach
  void wellBehaved() {
    app.behave(GrpcTest::color);
  }

  @Test
  @Rule(27)
  void rule27ARouteMayBeForOneMethod() {
    route("{serviceName: 'color.ColorService', methodName: 'GetColor'}", "");
    Sample.await("UNIMPLEMENTED", () -> brief(front, SET));
    assertEquals("no_color", brief(front, GET));
    route("{serviceName: 'color.ColorService'}", "");
    Sample.await("set", () -> brief(front, SET));
  }

  @Test
  @Rule(41)
  void rule41AnInternalErrorIsTriedAgain() {
    route(
        "{serviceName: 'color.ColorService'}",
        """
        , retryPolicy: {grpcRetryEvents: ['internal'], maxRetries: 3,
          perRetryTimeout: {unit: 's', value: 2}}
        """);
    Sample.await("set", () -> flaky(3));
    assertEquals("INTERNAL", flaky(4));
  }

  @Test
  @Rule(47)
  void rule47AGatewayLeadsAServiceIn() {
    Sample.await("set", () -> brief(outside, SET));
    assertEquals("no_color", brief(outside, GET));
    assertEquals("UNIMPLEMENTED", brief(outside, "other.Service/GetColor"));
  }

  private static void route(String match, String more) {
    stage
        .mesh()
        .route(
            "color",
            "route",
            "{grpcRoute: {match: %s, action: %s%s}}"
                .formatted(match, Specs.targets("server", 100), more));
  }

  private static String color(String method, String question) {
    return method.equals(GET) ? "no_color" : question;
  }

  private static String brief(GrpcCaller caller, String method) {
    return caller.brief(method, "set", Map.of());
  }

  /// The outcome of a call whose first so many attempts fail.
  private static String flaky(int failures) {
    var left = new AtomicInteger(failures);
    app.behave((method, question) -> {
      if (left.getAndDecrement() > 0) {
        throw Status.INTERNAL.asRuntimeException();
      }
      return color(method, question);
    });
    return brief(front, SET);
  }
}
