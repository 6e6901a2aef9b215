package dev.pillion.clients;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.sun.net.httpserver.HttpServer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// That the check of each answer against botocore's model sees what is wrong: a server with a
/// mistake in each answer.
final class ModelCheckTest {
  private static final String MESH =
      """
      {
        "meshName": "m",
        "colour": "red",
        "metadata": {
          "arn": "a", "uid": "u", "version": 1.5, "createdAt": 1.5, "lastUpdatedAt": 1.5,
          "meshOwner": "o"
        },
        "spec": {"egressFilter": {"type": "BOGUS"}}
      }
      """;

  @Test
  void eachDepartureFromTheModelFailsTheCall() throws Exception {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          boolean describes = exchange.getRequestURI().getPath().endsWith("/m");
          byte[] body = (describes ? MESH : "{}").getBytes(StandardCharsets.UTF_8);
          exchange.getResponseHeaders().add("x-amzn-ErrorType", "ConflictException");
          exchange.sendResponseHeaders(describes ? 200 : 409, body.length);
          exchange.getResponseBody().write(body);
          exchange.close();
        });
    server.start();
    URI endpoint = URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    try (var boto3 = new Boto3(Python.find(), Target.once(endpoint))) {
      seen(
          boto3,
          "DescribeMesh",
          Map.of("meshName", "m"),
          "no request id",
          "mesh.colour: unknown",
          "mesh.status: missing",
          "mesh.metadata.resourceOwner: missing",
          "mesh.metadata.version: 1.5 is no long",
          "mesh.spec.egressFilter.type: 'BOGUS' is none of",
          "mesh.status: not parsed");
      seen(boto3, "ListMeshes", Map.of(), "409 ConflictException is none of");
    } finally {
      server.stop(0);
    }
  }

  private static void seen(
      Boto3 boto3, String operation, Map<String, Object> input, String... departures) {
    String message =
        String.valueOf(
            assertThrows(AssertionError.class, () -> boto3.call(operation, input)).getMessage());
    assertEquals(
        List.of(),
        List.of(departures).stream().filter(d -> !message.contains(d)).toList(),
        message);
  }
}
