package dev.pillion.agent.docker;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Against an engine that ends its event stream after each event.
final class DockerEventsTest {
  private static final String EVENT =
      """
      {"Type":"container","Action":"kill","Actor":{"ID":"abc","Attributes":\
      {"signal":"15","com.amazonaws.ecs.container-name":"app"}},"time":1767225600,\
      "timeNano":1767225600000000042}
      """;

  private final BlockingQueue<String> queries = new LinkedBlockingQueue<>();
  private final BlockingQueue<ContainerEvent> events = new LinkedBlockingQueue<>();
  private final BlockingQueue<String> streams = new LinkedBlockingQueue<>();
  private HttpServer engine;
  private URI address;

  @BeforeEach
  void anEngine() throws IOException {
    engine = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    engine.createContext(
        "/",
        exchange -> {
          queries.add(exchange.getRequestURI().getRawQuery());
          exchange.sendResponseHeaders(200, 0);
          try (OutputStream body = exchange.getResponseBody()) {
            body.write(EVENT.getBytes(StandardCharsets.UTF_8));
          }
        });
    engine.start();
    address = URI.create("tcp://127.0.0.1:" + engine.getAddress().getPort());
  }

  @AfterEach
  void theEngineStops() {
    engine.stop(0);
  }

  private final class Watching implements DockerEvents.Watcher {
    @Override
    public void onEvent(ContainerEvent event) {
      events.add(event);
    }

    @Override
    public void onStream() {
      streams.add("stream");
    }
  }

  @Test
  void aStreamThatBreaksBeginsAgainAfterTheLastEvent() throws InterruptedException {
    try (var docker = DockerEngine.at(address);
        var _ = docker.watch(new Watching())) {
      assertEquals(
          new ContainerEvent(
              "abc",
              ContainerEvent.Kind.KILL,
              Map.of("signal", "15", "com.amazonaws.ecs.container-name", "app"),
              15),
          events.poll(10, TimeUnit.SECONDS));
      assertNotNull(streams.poll(10, TimeUnit.SECONDS));
      assertNotNull(streams.poll(10, TimeUnit.SECONDS));
      assertFalse(queries.poll(10, TimeUnit.SECONDS).contains("since"));
      assertTrue(queries.poll(10, TimeUnit.SECONDS).contains("since=1767225600.000000042"));
    }
  }

  @Test
  void anEngineThatIsAwayIsSaidToBeDown() throws InterruptedException {
    engine.stop(0);
    try (var docker = DockerEngine.at(address);
        var watched = docker.watch(new Watching())) {
      assertFalse(watched.state().up());
      assertEquals(null, events.poll(300, TimeUnit.MILLISECONDS));
      assertTrue(watched.state().problem().contains("refused"), watched.state().problem());
      assertEquals("start Docker, or set DOCKER_HOST", watched.state().remedy());
    }
  }
}
