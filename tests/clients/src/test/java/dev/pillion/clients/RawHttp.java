package dev.pillion.clients;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Map;

/// Requests that no stock client would send, or not in these very bytes.
final class RawHttp implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final URI endpoint;
  private final Map<String, String> headers;
  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  /// What came back.
  ///
  /// @param errorType what the header says of the kind of error; empty where there is none
  record Reply(int status, String errorType, String requestId, JsonNode body) {}

  RawHttp(URI endpoint, Map<String, String> headers) {
    this.endpoint = endpoint;
    this.headers = headers;
  }

  /// Sends the request.
  ///
  /// @param address path and query, encoded
  Reply send(String method, String address, String body) {
    var request =
        HttpRequest.newBuilder(URI.create(endpoint + address))
            .method(method, HttpRequest.BodyPublishers.ofString(body));
    headers.forEach(request::header);
    try {
      HttpResponse<String> response =
          client.send(request.build(), HttpResponse.BodyHandlers.ofString());
      return new Reply(
          response.statusCode(),
          response.headers().firstValue("x-amzn-ErrorType").orElse(""),
          response.headers().firstValue("x-amzn-RequestId").orElse(""),
          JSON.readTree(response.body()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    client.close();
  }
}
