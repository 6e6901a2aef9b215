package dev.pillion.e2e;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpClient.Version;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Phaser;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/// A program that asks at a steady rate over connections that it keeps, until its input ends. It
/// tells of each failure in a line and, at its end, of how many it asked.
public final class Load {
  private static final Duration LIMIT = Duration.ofSeconds(10);

  private final HttpClient client =
      HttpClient.newBuilder().version(Version.HTTP_1_1).connectTimeout(LIMIT).build();
  private final HttpRequest request;
  private final LongAdder asked = new LongAdder();
  private final Phaser open = new Phaser(1);

  private Load(String url, String host) {
    request = HttpRequest.newBuilder(URI.create(url)).header("Host", host).timeout(LIMIT).build();
  }

  /// Asks until its input ends.
  ///
  /// @param arguments the URL, the authority to ask for, and how often a second
  public static void main(String... arguments) throws IOException, InterruptedException {
    var load = new Load(arguments[0], arguments[1]);
    long every = TimeUnit.SECONDS.toNanos(1) / Integer.parseInt(arguments[2]);
    var end = new CountDownLatch(1);
    try (var clock = Executors.newSingleThreadScheduledExecutor()) {
      var ticks = clock.scheduleAtFixedRate(load::ask, 0, every, TimeUnit.NANOSECONDS);
      Thread.ofVirtual().start(() -> awaitEndOfInput(end));
      end.await();
      ticks.cancel(false);
    }
    load.open.arriveAndAwaitAdvance();
    System.out.println("asked " + load.asked.sum());
  }

  private static void awaitEndOfInput(CountDownLatch end) {
    try {
      while (System.in.read() >= 0) {}
    } catch (IOException _) {
      // As good as its end.
    }
    end.countDown();
  }

  private void ask() {
    asked.increment();
    open.register();
    var _ =
        client
            .sendAsync(request, BodyHandlers.ofString())
            .whenComplete((answer, failure) -> {
              tell(answer, failure);
              open.arriveAndDeregister();
            });
  }

  private static void tell(@Nullable HttpResponse<String> answer, @Nullable Throwable failure) {
    if (failure != null) {
      System.out.printf("failed at %s: %s%n", Instant.now(), failure);
    } else if (answer != null && answer.statusCode() != 200) {
      System.out.printf(
          "failed at %s: %d %s%n", Instant.now(), answer.statusCode(), answer.body().strip());
    }
  }
}
