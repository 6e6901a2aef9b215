package dev.pillion.xds.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.pillion.mesh.state.Quotas;
import dev.pillion.xds.store.Author;
import dev.pillion.xds.store.MeshStore;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;

/// The API over a real store, called without HTTP; in JSON that is sent `'` stands for `"`.
final class ApiCalls implements AutoCloseable {
  static final String NODE =
      "{'listeners':[{'portMapping':{'port':80,'protocol':'http'}}],"
          + "'serviceDiscovery':{'dns':{'hostname':'red.local'}}}";
  static final String TWO_PORTS =
      "{'listeners':[{'portMapping':{'port':80,'protocol':'http'}},"
          + "{'portMapping':{'port':81,'protocol':'http'}}]}";

  private static final ObjectMapper JSON = new ObjectMapper();

  final MeshStore store;
  private final Addresses addresses;
  private final MeshApi api;

  ApiCalls(Path directory) {
    this(directory, Quotas.USUAL);
  }

  ApiCalls(Path directory, Quotas quotas) {
    this.store =
        MeshStore.open(directory, Identity.DEVELOPMENT.account(), quotas, Clock.systemUTC());
    this.addresses = new Addresses(Identity.DEVELOPMENT);
    this.api = new MeshApi(store, Identity.DEVELOPMENT);
  }

  Answer send(String method, String address, String body) {
    return send(method, address, body.replace('\'', '"').getBytes(StandardCharsets.UTF_8));
  }

  Answer send(String method, String address, byte[] body) {
    int question = address.indexOf('?');
    String path = question < 0 ? address : address.substring(0, question);
    String query = question < 0 ? "" : address.substring(question + 1);
    return api.answer(addresses.operation(method, path, query), query, body, Author.DEVELOPMENT);
  }

  JsonNode ok(String method, String address, String body) {
    Answer answer = send(method, address, body);
    assertEquals(200, answer.status(), answer.body());
    return json(answer.body());
  }

  JsonNode get(String address) {
    return ok("GET", address, "");
  }

  /// Creates in mesh `m`; the collection is the address after the mesh.
  JsonNode create(String collection, String member, String name, String spec) {
    return ok(
        "PUT",
        "/v20190125/meshes/m/" + collection,
        "{'%s':'%s','spec':%s}".formatted(member, name, spec));
  }

  void refused(int status, String type, String words, String method, String address, String body) {
    Answer answer = send(method, address, body);
    assertEquals(type, answer.errorType().orElse("none"), answer.body());
    assertEquals(status, answer.status());
    String message = json(answer.body()).path("message").asText();
    assertTrue(message.contains(words), message);
  }

  static JsonNode json(String singleQuoted) {
    try {
      return JSON.readTree(
          singleQuoted.startsWith("{\"") ? singleQuoted : singleQuoted.replace('\'', '"'));
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(singleQuoted, e);
    }
  }

  @Override
  public void close() {
    store.close();
  }
}
