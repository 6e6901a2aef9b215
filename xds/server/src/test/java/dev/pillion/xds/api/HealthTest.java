package dev.pillion.xds.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pillion.mesh.model.MeshException;
import dev.pillion.xds.http.HttpLimits;
import dev.pillion.xds.metrics.ServerMetrics;
import dev.pillion.xds.store.MeshStore;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
final class HealthTest {
  private static final HealthCheck XDS = new HealthCheck("xds", () -> {});

  private MeshStore store;

  @BeforeEach
  void open(@TempDir Path directory) {
    store = MeshStore.open(directory, "000000000000", Clock.systemUTC());
  }

  @AfterEach
  void close() {
    store.close();
  }

  @Test
  void aServerThatServesSaysSoOfEachCheck() throws IOException {
    try (ApiServer server = serve(new HealthCheck("store", store::probe), XDS)) {
      assertEquals("{\"status\":\"ok\"}", body(ask(server, "GET", "/healthz")));
      String ready = ask(server, "GET", "/readyz");
      assertTrue(ready.startsWith("HTTP/1.1 200 "), ready);
      assertEquals(
          "{\"ready\":true,\"checks\":[{\"name\":\"running\",\"ok\":true},"
              + "{\"name\":\"store\",\"ok\":true},{\"name\":\"xds\",\"ok\":true}]}",
          body(ready));
    }
  }

  @Test
  void whatIsNotSoIsToldWithItsRemedyAndTheProcessIsAliveAllTheSame() throws IOException {
    var broken =
        new HealthCheck(
            "store",
            () -> {
              throw new MeshException(
                  MeshException.Code.UNAVAILABLE, "store x", "it is full", "free some space");
            });
    try (ApiServer server = serve(broken, XDS)) {
      String ready = ask(server, "GET", "/readyz");
      assertTrue(ready.startsWith("HTTP/1.1 503 "), ready);
      assertEquals(
          "{\"ready\":false,\"checks\":[{\"name\":\"running\",\"ok\":true},{\"name\":\"store\","
              + "\"ok\":false,\"problem\":\"store x: it is full; free some space\"},"
              + "{\"name\":\"xds\",\"ok\":true}]}",
          body(ready));
      assertTrue(ask(server, "GET", "/healthz").startsWith("HTTP/1.1 200 "));
    }
  }

  @Test
  void aStoreThatCannotWriteAnyMoreIsNotReady() throws IOException {
    try (ApiServer server = serve(new HealthCheck("store", store::probe))) {
      store.close();
      String ready = ask(server, "GET", "/readyz");
      assertTrue(ready.startsWith("HTTP/1.1 503 "), ready);
      assertTrue(body(ready).contains("\"name\":\"store\",\"ok\":false,\"problem\":\""), ready);
    }
  }

  @Test
  void aCheckThatDoesNotEndIsNoAnswerEither() throws IOException {
    try (var held = new HeldStore(store, 1)) {
      MeshStore stuck = held.store();
      try (ApiServer server = serve(new HealthCheck("store", stuck::probe))) {
        String ready = ask(server, "GET", "/readyz");
        assertTrue(body(ready).contains("store: the check has not ended within 2 s"), ready);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"/healthz", "/readyz", "/metrics"})
  void headIsGetWithoutABodyAndNothingElseIsAllowed(String path) throws IOException {
    try (ApiServer server = serve(XDS);
        var client = RawClient.connect(server)) {
      client.send("HEAD " + path + " HTTP/1.1\r\nHost: a\r\n\r\n");
      client.send("POST " + path + " HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n");
      String both = client.rest();
      String head = both.substring(0, both.indexOf("\r\n\r\n") + 4);
      assertTrue(head.startsWith("HTTP/1.1 200 "), head);
      assertFalse(head.contains("Content-Length: 0\r\n"), head);
      String post = both.substring(head.length());
      assertTrue(post.startsWith("HTTP/1.1 405 "), post);
      assertTrue(post.contains("use GET, HEAD"), post);
    }
  }

  @Test
  void onAnAddressOfTheirOwnTheyAreNotAtTheApisAndAnswerUntilTheVeryEnd() throws Exception {
    var any = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    var config =
        new ApiConfig(any, Optional.of(any), Identity.DEVELOPMENT, HttpLimits.DEFAULT, Access.OPEN);
    var held = new HeldStore(store, 1);
    ApiServer server = ApiServer.listen(config, held.store(), new ServerMetrics(), List.of(XDS));
    InetSocketAddress operators = server.operatorsAddress();
    try (var threads = Executors.newVirtualThreadPerTaskExecutor();
        var writer = RawClient.connect(server);
        held) {
      for (String path : List.of("/healthz", "/readyz", "/metrics")) {
        String there = ask(operators, "GET", path);
        assertTrue(there.startsWith("HTTP/1.1 200 "), there);
        String here = ask(server, "GET", path);
        assertTrue(here.startsWith("HTTP/1.1 404 "), here);
      }
      String api = ask(operators, "GET", "/v20190125/meshes");
      assertTrue(api.startsWith("HTTP/1.1 404 "), api);
      assertTrue(api.contains("/healthz, /readyz and /metrics only"), api);
      String body = "{\"meshName\":\"m\"}";
      writer.send("PUT /v20190125/meshes HTTP/1.1\r\nHost: a\r\nContent-Length: 16\r\n\r\n" + body);
      held.awaitArrivals();
      Future<?> end = threads.submit(server::close);
      while (!ask(operators, "GET", "/readyz").startsWith("HTTP/1.1 503 ")) {
        assertFalse(end.isDone());
      }
      assertTrue(ask(operators, "GET", "/metrics").contains("pillion_api_"));
      held.letGo();
      assertTrue(writer.answer().startsWith("HTTP/1.1 200 "));
      end.get(30, TimeUnit.SECONDS);
    }
    assertThrows(IOException.class, () -> ask(operators, "GET", "/healthz"));
  }

  @Test
  void anOperatorsAddressThatIsTakenIsToldAndTheApiDoesNotStayBehind() throws IOException {
    try (var taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      var any = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
      var busy = new InetSocketAddress(InetAddress.getLoopbackAddress(), taken.getLocalPort());
      var config =
          new ApiConfig(
              any, Optional.of(busy), Identity.DEVELOPMENT, HttpLimits.DEFAULT, Access.OPEN);
      var refused =
          assertThrows(
              MeshException.class,
              () -> ApiServer.listen(config, store, new ServerMetrics(), List.of()));
      assertTrue(
          String.valueOf(refused.getMessage())
              .endsWith("free it, or give another address with PILLION_OPERATORS_ADDRESS"));
    }
  }

  private ApiServer serve(HealthCheck... checks) {
    var address = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    return ApiServer.listen(
        ApiConfig.of(address, Identity.DEVELOPMENT), store, new ServerMetrics(), List.of(checks));
  }

  private static String ask(ApiServer server, String method, String path) throws IOException {
    return ask(server.address(), method, path);
  }

  private static String ask(InetSocketAddress server, String method, String path)
      throws IOException {
    try (var client = RawClient.connect(server)) {
      return client.send(method + " " + path + " HTTP/1.1\r\nHost: a\r\n\r\n").answer();
    }
  }

  private static String body(String answer) {
    return answer.substring(answer.indexOf("\r\n\r\n") + 4);
  }
}
