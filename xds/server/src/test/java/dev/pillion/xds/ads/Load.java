package dev.pillion.xds.ads;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;

/// Requests without pause from a few clients that keep their connections.
final class Load implements AutoCloseable {
  private static final int CLIENTS = 3;

  private final HttpClient http =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(Duration.ofSeconds(5))
          .build();
  private final HttpRequest request;
  private final AtomicBoolean stopped = new AtomicBoolean();
  private final AtomicLong served = new AtomicLong();
  private final List<String> failures = new CopyOnWriteArrayList<>();
  private final List<Thread> clients;

  /// Begins once the port takes connections: Envoy lists a listener before its workers listen.
  Load(int port) {
    Await.until("the port's first connection", () -> takesConnections(port), () -> port);
    request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/")).build();
    clients =
        IntStream.range(0, CLIENTS).mapToObj(_ -> Thread.ofVirtual().start(this::run)).toList();
  }

  private static boolean takesConnections(int port) {
    try (var socket = new Socket()) {
      socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
      return true;
    } catch (IOException _) {
      return false;
    }
  }

  /// Ends it; what failed, each with status and body.
  List<String> stop() throws InterruptedException {
    stopped.set(true);
    for (Thread client : clients) {
      client.join();
    }
    return List.copyOf(failures);
  }

  long served() {
    return served.get();
  }

  private void run() {
    while (!stopped.get()) {
      try {
        HttpResponse<String> response = http.send(request, BodyHandlers.ofString());
        if (response.statusCode() == 200) {
          served.incrementAndGet();
        } else {
          failures.add(response.statusCode() + " " + response.body());
        }
      } catch (IOException e) {
        failures.add(e.toString());
      } catch (InterruptedException _) {
        return;
      }
    }
  }

  @Override
  public void close() {
    stopped.set(true);
    http.shutdownNow();
  }
}
