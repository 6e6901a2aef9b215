package dev.pillion.bench.api;

import dev.pillion.rig.RigException;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.DoubleSupplier;
import java.util.stream.IntStream;

/// Sends the requests of a step, several at once and each as soon as one is answered, over
/// connections that are kept where the server keeps them. The same for every server.
final class LoadClient implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  // moto finds the service in it; a server in development mode does not look.
  private static final String AUTHORIZATION =
      "AWS4-HMAC-SHA256 Credential=bench/20260101/us-east-1/appmesh/aws4_request,"
          + " SignedHeaders=host, Signature=00";

  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final String base;
  private final int together;

  /// @param together how many requests at once
  LoadClient(URI server, int together) {
    this.base = server + "/v20190125/meshes";
    this.together = together;
  }

  /// @param allocated what the server has taken of its heap so far
  Measured run(Step step, DoubleSupplier allocated) {
    List<Call> calls = step.calls();
    var nanoseconds = new long[calls.size()];
    var next = new AtomicInteger();
    double before = allocated.getAsDouble();
    long began = System.nanoTime();
    try (var threads = Executors.newFixedThreadPool(together)) {
      List<Future<?>> clients =
          IntStream.range(0, together)
              .<Future<?>>mapToObj(_ -> threads.submit(() -> work(calls, next, nanoseconds)))
              .toList();
      for (Future<?> client : clients) {
        client.get();
      }
    } catch (ExecutionException e) {
      throw new RigException("step '%s' failed: %s".formatted(step.name(), e.getCause()), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new RigException("interrupted", e);
    }
    var whole = Duration.ofNanos(System.nanoTime() - began);
    return Measured.of(step.name(), nanoseconds, whole, allocated.getAsDouble() - before);
  }

  private void work(List<Call> calls, AtomicInteger next, long[] nanoseconds) {
    for (int i = next.getAndIncrement(); i < calls.size(); i = next.getAndIncrement()) {
      long began = System.nanoTime();
      send(calls.get(i));
      nanoseconds[i] = System.nanoTime() - began;
    }
  }

  private void send(Call call) {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(base + call.path()))
            .timeout(PATIENCE)
            .header("Authorization", AUTHORIZATION)
            .header("Content-Type", "application/json")
            .method(call.method(), HttpRequest.BodyPublishers.ofString(call.body()))
            .build();
    try {
      HttpResponse<String> answer = http.send(request, HttpResponse.BodyHandlers.ofString());
      if (answer.statusCode() != 200) {
        throw new RigException(
            "%s %s: %d %s"
                .formatted(call.method(), call.path(), answer.statusCode(), answer.body()));
      }
    } catch (IOException e) {
      throw new RigException("%s %s: %s".formatted(call.method(), call.path(), e), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new RigException("interrupted", e);
    }
  }

  @Override
  public void close() {
    http.close();
  }
}
