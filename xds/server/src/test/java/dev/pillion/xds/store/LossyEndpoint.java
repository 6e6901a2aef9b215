package dev.pillion.xds.store;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/// Passes requests on to DynamoDB, and loses replies to transactions.
final class LossyEndpoint implements AutoCloseable {
  private static final List<String> PASSED =
      List.of("Content-Type", "X-Amz-Target", "Authorization");

  private final URI behind;
  private final HttpServer server;
  private final HttpClient client = HttpClient.newHttpClient();
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final AtomicInteger losses = new AtomicInteger();

  LossyEndpoint(URI behind) throws IOException {
    this.behind = behind;
    this.server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(threads);
    server.createContext("/", this::pass);
    server.start();
  }

  URI address() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
  }

  void loseNextReplies(int count) {
    losses.set(count);
  }

  private void pass(HttpExchange exchange) throws IOException {
    try (exchange) {
      var request =
          HttpRequest.newBuilder(behind)
              .POST(
                  HttpRequest.BodyPublishers.ofByteArray(exchange.getRequestBody().readAllBytes()));
      for (String name : PASSED) {
        request.header(name, exchange.getRequestHeaders().getFirst(name));
      }
      var reply = client.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
      boolean write =
          exchange.getRequestHeaders().getFirst("X-Amz-Target").endsWith("TransactWriteItems");
      if (write && losses.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
        return;
      }
      exchange.getResponseHeaders().set("Content-Type", "application/x-amz-json-1.0");
      exchange.sendResponseHeaders(reply.statusCode(), reply.body().length);
      exchange.getResponseBody().write(reply.body());
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    server.stop(0);
    client.close();
    threads.close();
  }
}
