package dev.pillion.e2e;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpClient.Version;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.LongAdder;

/// A program that asks at a steady rate over connections that it keeps, until its input ends. It
/// tells of each failure in a line and, at its end, of how many it asked.
public final class Load {
  private static final Duration LIMIT = Duration.ofSeconds(10);
  private static final int CLIENTS = 20;

  private final HttpClient client =
      HttpClient.newBuilder().version(Version.HTTP_1_1).connectTimeout(LIMIT).build();
  private final HttpRequest request;
  private final Duration pause;
  private final LongAdder asked = new LongAdder();
  private volatile boolean ended;

  private Load(String url, String host, int rate) {
    request = HttpRequest.newBuilder(URI.create(url)).header("Host", host).timeout(LIMIT).build();
    pause = Duration.ofSeconds(CLIENTS).dividedBy(rate);
  }

  /// Asks until its input ends.
  ///
  /// @param arguments the URL, the authority to ask for, and how often a second
  public static void main(String... arguments) throws IOException {
    var load = new Load(arguments[0], arguments[1], Integer.parseInt(arguments[2]));
    try (var clients = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < CLIENTS; i++) {
        clients.execute(load::askOn);
      }
      while (System.in.read() >= 0) {}
      load.ended = true;
    }
    System.out.println("asked " + load.asked.sum());
  }

  /// One after the other, as a client does: one that waits for its answer asks nothing meanwhile.
  private void askOn() {
    try {
      long next = System.nanoTime();
      while (!ended) {
        ask();
        next = Math.max(next + pause.toNanos(), System.nanoTime());
        Thread.sleep(Duration.ofNanos(next - System.nanoTime()));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void ask() throws InterruptedException {
    asked.increment();
    try {
      var answer = client.send(request, BodyHandlers.ofString());
      if (answer.statusCode() != 200) {
        tell(answer.statusCode() + " " + answer.body().strip());
      }
    } catch (IOException e) {
      tell(e.toString());
    }
  }

  private static void tell(String failure) {
    System.out.printf("failed at %s: %s%n", Instant.now(), failure);
  }
}
