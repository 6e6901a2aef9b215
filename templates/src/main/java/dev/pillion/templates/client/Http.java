package dev.pillion.templates.client;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.pillion.mesh.model.MeshException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Requests to one server, each sent again where it may be that another try helps.
final class Http implements AutoCloseable {
  private static final Duration CONNECT_WITHIN = Duration.ofSeconds(5);
  private static final Duration ANSWER_WITHIN = Duration.ofSeconds(30);
  // Half a second, one, two: longer than a server takes to restart.
  private static final List<Duration> WAITS =
      List.of(Duration.ofMillis(500), Duration.ofSeconds(1), Duration.ofSeconds(2));
  private static final Set<Integer> PASSING = Set.of(429, 500, 502, 503, 504);
  private static final JsonMapper JSON = JsonMapper.builder().build();

  private final URI address;
  private final Optional<Signer> signer;
  private final HttpClient client;

  Http(Endpoint endpoint) {
    this.address = endpoint.address();
    this.signer = Signer.of(endpoint.profile(), endpoint.region());
    var builder =
        HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).connectTimeout(CONNECT_WITHIN);
    endpoint.authority().ifPresent(file -> builder.sslContext(Trust.of(file)));
    this.client = builder.build();
  }

  /// What the server answered: a body, or why not.
  sealed interface Reply {
    /// It did it.
    record Done(JsonNode body) implements Reply {}

    /// It did not.
    ///
    /// @param type App Mesh's word for the error, such as `NotFoundException`
    record Refused(int status, String type, String message) implements Reply {}
  }

  Reply get(String path) {
    return send("GET", path, Optional.empty());
  }

  Reply put(String path, JsonNode body) {
    return send("PUT", path, Optional.of(body));
  }

  Reply delete(String path) {
    return send("DELETE", path, Optional.empty());
  }

  private Reply send(String method, String path, Optional<JsonNode> body) {
    byte[] bytes =
        body.map(json -> json.toString().getBytes(StandardCharsets.UTF_8)).orElse(new byte[0]);
    for (Duration wait : WAITS) {
      try {
        Reply reply = once(method, path, bytes);
        if (!(reply instanceof Reply.Refused refused) || !PASSING.contains(refused.status())) {
          return reply;
        }
      } catch (ConnectException e) {
        throw silent(e);
      } catch (IOException _) {
        // Writes carry a token, so that a second one does nothing that the first has done.
      }
      pause(wait);
    }
    try {
      return once(method, path, bytes);
    } catch (IOException e) {
      throw silent(e);
    }
  }

  private Reply once(String method, String path, byte[] body) throws IOException {
    URI uri = URI.create(address + path);
    var request =
        HttpRequest.newBuilder(uri)
            .timeout(ANSWER_WITHIN)
            .method(
                method,
                body.length == 0
                    ? HttpRequest.BodyPublishers.noBody()
                    : HttpRequest.BodyPublishers.ofByteArray(body));
    Map<String, List<String>> headers =
        signer
            .map(one -> one.headers(method, uri, body))
            .orElse(Map.of("Content-Type", List.of("application/json")));
    headers.forEach((name, values) -> values.forEach(value -> request.header(name, value)));
    try {
      return reply(
          client.send(request.build(), HttpResponse.BodyHandlers.ofString(StandardCharsets.UTF_8)));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
  }

  private static Reply reply(HttpResponse<String> response) {
    JsonNode body;
    try {
      body = JSON.readTree(response.body());
    } catch (JsonProcessingException _) {
      body = JsonNodeFactory.instance.objectNode();
    }
    if (response.statusCode() == 200) {
      return new Reply.Done(body);
    }
    String type =
        response.headers().firstValue("x-amzn-ErrorType").orElse("").replaceFirst(":.*", "");
    String message = body.path("message").asText(body.path("Message").asText(""));
    return new Reply.Refused(
        response.statusCode(),
        type,
        message.isEmpty() ? "HTTP status " + response.statusCode() : message);
  }

  private MeshException silent(IOException e) {
    String why = e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
    return new MeshException(
        MeshException.Code.UNAVAILABLE,
        "server at " + address,
        "it does not answer (" + why + ")",
        "see that it runs, or name its API's address with --endpoint or"
            + " AWS_ENDPOINT_URL_APP_MESH");
  }

  private static void pause(Duration wait) {
    try {
      Thread.sleep(wait);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public String toString() {
    return "server at " + address;
  }

  @Override
  public void close() {
    client.shutdownNow();
  }
}
