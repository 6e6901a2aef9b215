package dev.pillion.agent.cloudmap;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;

/// An HTTP server that answers as it was told, for what moto never says: refusals, and credentials
/// that run out.
final class AwsStandIn implements AutoCloseable {
  private final HttpServer server;
  private final Queue<Reply> replies = new ConcurrentLinkedQueue<>();
  private final List<Headers> requests = new CopyOnWriteArrayList<>();

  /// An answer's status and body.
  record Reply(int status, String body) {
    /// A refusal by AWS's word for it.
    static Reply refusal(int status, String code) {
      return new Reply(status, "{\"__type\":\"com.amazonaws#" + code + "\",\"message\":\"no\"}");
    }
  }

  private AwsStandIn(HttpServer server) {
    this.server = server;
  }

  static AwsStandIn start() throws IOException {
    var server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    var standIn = new AwsStandIn(server);
    server.createContext("/", standIn::api);
    server.start();
    return standIn;
  }

  URI endpoint() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
  }

  /// The next answers; after them, calls are served with an empty document.
  void replies(Reply... next) {
    replies.addAll(List.of(next));
  }

  /// Serves documents at a path, each once and the last one for good.
  void documents(String path, String... documents) {
    var left = new ConcurrentLinkedQueue<>(List.of(documents));
    server.createContext(
        path, exchange -> answer(exchange, 200, left.size() > 1 ? left.remove() : left.element()));
  }

  /// The headers of the calls so far.
  List<Headers> requests() {
    return List.copyOf(requests);
  }

  private void api(HttpExchange exchange) throws IOException {
    requests.add(exchange.getRequestHeaders());
    var next = replies.poll();
    if (next == null) {
      answer(exchange, 200, "{}");
    } else {
      answer(exchange, next.status(), next.body());
    }
  }

  private static void answer(HttpExchange exchange, int status, String body) throws IOException {
    try (exchange) {
      exchange.getRequestBody().readAllBytes();
      byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
      exchange.getResponseHeaders().set("x-aws-ec2-metadata-token-ttl-seconds", "21600");
      exchange.sendResponseHeaders(status, bytes.length);
      exchange.getResponseBody().write(bytes);
    }
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
