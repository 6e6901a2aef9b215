package dev.pillion.xds.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pillion.mesh.model.MeshException;
import dev.pillion.mesh.model.ResourceId;
import dev.pillion.xds.metrics.ServerMetrics;
import dev.pillion.xds.store.MeshStore;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// A server that is told to stop while clients go on.
@Timeout(60)
final class StoppingTest {
  private static final int CLIENTS = 8;
  private static final int WRITES_BEFORE = 200;

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
  void itIsNotReadyAtOnceLetsNothingNewInAndAnswersWhatIsUnderWay() throws Exception {
    var held = new HeldStore(store, 1);
    ApiServer server = serve(held.store());
    InetSocketAddress address = server.address();
    try (var threads = Executors.newVirtualThreadPerTaskExecutor();
        var under = RawClient.connect(address);
        held) {
      under.send(create("under-way"));
      held.awaitArrivals();
      Future<?> end = threads.submit(server::close);
      String ready = ask(address, "GET /readyz HTTP/1.1\r\nHost: a\r\n\r\n");
      while (!ready.startsWith("HTTP/1.1 503 ")) {
        ready = ask(address, "GET /readyz HTTP/1.1\r\nHost: a\r\n\r\n");
      }
      assertTrue(ready.contains("server: it is stopping; ask another one"), ready);
      String late = ask(address, create("late"));
      assertTrue(late.startsWith("HTTP/1.1 503 "), late);
      assertTrue(late.contains("x-amzn-ErrorType: ServiceUnavailableException"), late);
      assertTrue(late.contains("Connection: close"), late);
      held.letGo();
      assertTrue(under.answer().startsWith("HTTP/1.1 200 "));
      end.get(30, TimeUnit.SECONDS);
    }
    assertEquals("under-way", store.describe("under-way", new ResourceId.Mesh()).mesh());
    assertThrows(MeshException.class, () -> store.describe("late", new ResourceId.Mesh()));
    assertThrows(IOException.class, () -> ask(address, create("gone")));
  }

  @Test
  void underLoadEachWriteIsAnsweredOrNotDone() throws Exception {
    ApiServer server = serve(store);
    Queue<String> answered = new ConcurrentLinkedQueue<>();
    Queue<String> notAnswered = new ConcurrentLinkedQueue<>();
    var enough = new CountDownLatch(WRITES_BEFORE);
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<?>> clients =
          IntStream.range(0, CLIENTS)
              .<Future<?>>mapToObj(client ->
                  threads.submit(
                      () -> write(server.address(), client, answered, notAnswered, enough)))
              .toList();
      assertTrue(enough.await(30, TimeUnit.SECONDS));
      server.close();
      for (Future<?> client : clients) {
        client.get(30, TimeUnit.SECONDS);
      }
    }
    assertEquals(CLIENTS, notAnswered.size());
    for (String mesh : answered) {
      assertEquals(mesh, store.describe(mesh, new ResourceId.Mesh()).mesh());
    }
    assertEquals(answered.size(), store.all().size(), "a write was done and not answered");
  }

  /// Writes until it is refused.
  private static void write(
      InetSocketAddress server,
      int client,
      Queue<String> answered,
      Queue<String> notAnswered,
      CountDownLatch enough) {
    for (int i = 0; ; i++) {
      String mesh = "mesh-%d-%d".formatted(client, i);
      try (var connection = RawClient.connect(server)) {
        String answer = connection.send(create(mesh)).answer();
        if (!answer.startsWith("HTTP/1.1 200 ")) {
          notAnswered.add(mesh);
          return;
        }
        answered.add(mesh);
        enough.countDown();
      } catch (IOException _) {
        notAnswered.add(mesh);
        return;
      }
    }
  }

  private static ApiServer serve(MeshStore store) {
    var address = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    return ApiServer.listen(
        ApiConfig.of(address, Identity.DEVELOPMENT), store, new ServerMetrics(), List.of());
  }

  private static String create(String mesh) {
    String body = "{\"meshName\":\"" + mesh + "\"}";
    return "PUT /v20190125/meshes HTTP/1.1\r\nHost: a\r\nContent-Length: %d\r\n\r\n%s"
        .formatted(body.length(), body);
  }

  private static String ask(InetSocketAddress server, String request) throws IOException {
    try (var client = RawClient.connect(server)) {
      return client.send(request).answer();
    }
  }
}
