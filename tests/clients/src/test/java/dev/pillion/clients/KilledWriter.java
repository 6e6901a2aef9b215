package dev.pillion.clients;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;

/// A client whose server is killed under it: it makes a virtual node, a virtual service that the
/// node provides, updates a node that all writers update, and so on, each write with a token.
final class KilledWriter {
  static final String MESH = "shop";
  static final String MESH_PATH = "/v20190125/meshes/" + MESH + "/";
  static final String CONTESTED = "virtualNodes/contested";

  private final int number;
  private final Queue<Long> updates;
  private final Map<String, String> created = new LinkedHashMap<>();
  private int next;

  /// @param updates gets the version that each update came to
  KilledWriter(int number, Queue<Long> updates) {
    this.number = number;
    this.updates = updates;
  }

  static void prepare(RawHttp http) {
    answered(http, "/v20190125/meshes", "{\"meshName\":\"%s\"}".formatted(MESH));
    answered(http, MESH_PATH + "virtualNodes", "{\"virtualNodeName\":\"contested\",\"spec\":{}}");
  }

  /// The uid of each resource that it made and was told of, by path, in their order.
  Map<String, String> created() {
    return created;
  }

  /// The last of them.
  Optional<Map.Entry<String, String>> lastCreated() {
    return created.entrySet().stream().reduce((_, last) -> last);
  }

  /// Writes until an answer does not come.
  ///
  /// @param done is run after each that comes
  void writeUntilCutOff(RawHttp http, Runnable done) {
    try {
      while (true) {
        write(http);
        done.run();
      }
    } catch (UncheckedIOException _) {
      // The next write is the same one again.
    }
  }

  /// The first write that it was not told of yet; always the same until it is.
  void write(RawHttp http) {
    String name = "w%d-%d".formatted(number, next - next % 3);
    switch (next % 3) {
      case 0 -> create(http, "virtualNodes", name, "\"virtualNodeName\":\"%s\",\"spec\":{}");
      case 1 ->
          create(
              http,
              "virtualServices",
              name,
              "\"virtualServiceName\":\"%1$s\",\"spec\":{\"provider\":{\"virtualNode\":"
                  + "{\"virtualNodeName\":\"%1$s\"}}}");
      default ->
          updates.add(
              answered(
                      http,
                      MESH_PATH + CONTESTED,
                      "{%s,\"spec\":{\"serviceDiscovery\":{\"dns\":{\"hostname\":\"%s\"}}}}"
                          .formatted(token(), name))
                  .at("/metadata/version")
                  .asLong());
    }
    next++;
  }

  private void create(RawHttp http, String collection, String name, String members) {
    String body = "{%s,%s}".formatted(token(), members.formatted(name));
    JsonNode answer = answered(http, MESH_PATH + collection, body);
    created.put(collection + "/" + name, answer.at("/metadata/uid").asText());
  }

  private String token() {
    return "\"clientToken\":\"token-%d-%d\"".formatted(number, next);
  }

  private static JsonNode answered(RawHttp http, String path, String body) {
    RawHttp.Reply reply = http.send("PUT", path, body);
    assertEquals(200, reply.status(), () -> path + ": " + reply.body());
    return reply.body();
  }
}
