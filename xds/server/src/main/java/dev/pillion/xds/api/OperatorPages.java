package dev.pillion.xds.api;

import dev.pillion.xds.json.HealthJson;
import dev.pillion.xds.metrics.ServerMetrics;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/// The pages for whoever runs the server, beside App Mesh's or on an address of their own. They ask
/// for no credentials, tell no name of anything in a mesh, and are answered while the server stops.
final class OperatorPages {
  private final Readiness readiness;
  private final ServerMetrics metrics;

  OperatorPages(Readiness readiness, ServerMetrics metrics) {
    this.readiness = readiness;
    this.metrics = metrics;
  }

  /// An answer with the type of its body.
  record Page(Answer answer, String type) {
    static Page json(Answer answer) {
      return new Page(answer, AnswerHeaders.JSON);
    }
  }

  /// Whether it is one of theirs.
  static boolean has(String path) {
    return switch (path) {
      case "/healthz", "/readyz", "/metrics" -> true;
      default -> false;
    };
  }

  /// Answers a request on an address that has nothing else.
  void handle(ServerRequest request, ServerResponse response) {
    send(request, response, false);
  }

  /// @param last whether the connection ends after it
  void send(ServerRequest request, ServerResponse response, boolean last) {
    var prologue = request.prologue();
    Page page = answer(prologue.method().text(), prologue.uriPath().rawPath());
    Sending.send(request, response, UUID.randomUUID().toString(), page, last);
  }

  private Page answer(String method, String path) {
    if (!has(path)) {
      return Page.json(
          Answer.error(
              404,
              "UnknownOperationException",
              "this address has /healthz, /readyz and /metrics only; App Mesh's API is elsewhere"));
    }
    if (!method.equals("GET") && !method.equals("HEAD")) {
      return Page.json(
          Answer.error(
              405, "UnknownOperationException", "this address has no such method; use GET, HEAD"));
    }
    return switch (path) {
      case "/metrics" -> new Page(Answer.ok(metrics.scrape()), ServerMetrics.CONTENT_TYPE);
      case "/readyz" -> Page.json(ready(readiness.look()));
      default -> Page.json(Answer.ok(HealthJson.alive()));
    };
  }

  private static Answer ready(Map<String, Optional<String>> checks) {
    boolean ready = checks.values().stream().allMatch(Optional::isEmpty);
    return new Answer(ready ? 200 : 503, Optional.empty(), HealthJson.ready(checks));
  }
}
