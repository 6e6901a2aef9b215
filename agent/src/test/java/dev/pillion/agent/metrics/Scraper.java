package dev.pillion.agent.metrics;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;

/// What Prometheus does.
public final class Scraper implements AutoCloseable {
  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final InetSocketAddress at;

  /// Of an agent's address.
  public Scraper(InetSocketAddress at) {
    this.at = at;
  }

  HttpRequest.Builder request(String target) {
    return HttpRequest.newBuilder(
        URI.create("http://127.0.0.1:%d%s".formatted(at.getPort(), target)));
  }

  <T> HttpResponse<T> send(HttpRequest.Builder request, HttpResponse.BodyHandler<T> body)
      throws IOException, InterruptedException {
    return client.send(request.build(), body);
  }

  /// The page as it is now.
  public String page() throws IOException, InterruptedException {
    return page("");
  }

  String page(String query) throws IOException, InterruptedException {
    var answer = send(request("/metrics" + query), HttpResponse.BodyHandlers.ofString());
    assertEquals(200, answer.statusCode());
    assertEquals(
        "text/plain; version=0.0.4; charset=utf-8",
        answer.headers().firstValue("Content-Type").orElseThrow());
    return answer.body();
  }

  @Override
  public void close() {
    client.close();
  }
}
