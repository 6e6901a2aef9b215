package dev.pillion.xds.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pillion.mesh.model.MeshException;
import dev.pillion.xds.store.MeshStore;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Locale;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The API on the wire, where the stock clients cannot look or do not go.
final class ApiServerTest {
  private static final Clock CLOCK =
      Clock.fixed(Instant.parse("2026-11-23T12:00:00.100Z"), ZoneOffset.UTC);

  private final HttpClient client = HttpClient.newHttpClient();
  private MeshStore store;
  private ApiServer server;

  @BeforeEach
  void start(@TempDir Path directory) {
    store = MeshStore.open(directory, "000000000000", CLOCK);
    server = ApiServer.listen("127.0.0.1", 0, store, Identity.DEVELOPMENT);
  }

  @AfterEach
  void stop() {
    client.close();
    server.close();
    store.close();
  }

  @Test
  void aResourceIsTheBareBodyWithItsSpecificationByteForByte() {
    String spec = "{\"listeners\":[{\"portMapping\":{\"protocol\":\"http\",\"port\":80}}]}";
    send("PUT", "/v20190125/meshes", "{\"meshName\":\"shop\"}");
    var created =
        send(
            "PUT",
            "/v20190125/meshes/shop/virtualRouters?meshOwner=000000000000",
            "{ \"virtualRouterName\" : \"r\", \"spec\" : " + spec + "}");
    assertEquals(200, created.statusCode());
    assertEquals("application/json", created.headers().firstValue("Content-Type").orElse(""));
    assertEquals(36, created.headers().firstValue("x-amzn-RequestId").orElse("").length());
    String uid = created.body().replaceFirst(".*\"uid\":\"([0-9a-f-]{36})\".*", "$1");
    assertEquals(
        "{\"meshName\":\"shop\",\"virtualRouterName\":\"r\",\"metadata\":{"
            + "\"arn\":\"arn:aws:appmesh:us-east-1:000000000000:mesh/shop/virtualRouter/r\","
            + "\"uid\":\""
            + uid
            + "\",\"version\":1,\"createdAt\":1795435200.100,\"lastUpdatedAt\":1795435200.100,"
            + "\"meshOwner\":\"000000000000\",\"resourceOwner\":\"000000000000\"},\"spec\":"
            + spec
            + ",\"status\":{\"status\":\"ACTIVE\"}}",
        created.body());
  }

  @Test
  void aListHasItsMembersAndATokenOnlyWhereMoreFollows() {
    assertEquals("{\"meshes\":[]}", send("GET", "/v20190125/meshes", "").body());
    send("PUT", "/v20190125/meshes", "{\"meshName\":\"a\"}");
    send("PUT", "/v20190125/meshes", "{\"meshName\":\"b\"}");
    String all = send("GET", "/v20190125/meshes?limit=2", "").body();
    assertEquals(
        "{\"meshes\":[{\"meshName\":\"a\",\"arn\":\"arn:aws:appmesh:us-east-1:000000000000:mesh/a\""
            + ",\"version\":1,\"createdAt\":1795435200.100,\"lastUpdatedAt\":1795435200.100"
            + ",\"meshOwner\":\"000000000000\",\"resourceOwner\":\"000000000000\"},",
        all.substring(0, all.indexOf("{\"meshName\":\"b\"")));
    assertTrue(!all.contains("nextToken"), all);
    String first = send("GET", "/v20190125/meshes?limit=1", "").body();
    String token = first.replaceFirst(".*\"nextToken\":\"([^\"]+)\".*", "$1");
    String second = send("GET", "/v20190125/meshes?limit=1&nextToken=" + token, "").body();
    assertTrue(second.contains("\"meshName\":\"b\"") && !second.contains("nextToken"), second);
    assertError(
        400,
        "BadRequestException",
        "nextToken: it does not belong to this list; pass what the page before gave, or leave it"
            + " out to start anew",
        send("GET", "/v20190125/meshes/a/virtualNodes?nextToken=" + token, ""));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          GET | /v20190125/meshes?limit=0 | 400 | BadRequestException | limit: it is '0'; give a number from 1 to 100, or leave it out
          GET | /v20190125/meshes?limit=101 | 400 | BadRequestException | limit: it is '101'; give a number from 1 to 100, or leave it out
          GET | /v20190125/meshes?limit=x | 400 | BadRequestException | limit: it is 'x'; give a number from 1 to 100, or leave it out
          GET | /v20190125/meshes/none?meshOwner=123456789012 | 404 | NotFoundException | Mesh with name none is not present for account 123456789012
          GET | /v20190125/meshes/none/virtualNodes | 404 | NotFoundException | Mesh with name none is not present for account 000000000000
          GET | /v20190125/meshes/%ff | 400 | BadRequestException | address part '%ff': it is not percent-encoded UTF-8; encode each byte of a name as a percent sign and two hexadecimal digits
          PUT | /v20190125/tag?resourceArn=x | 400 | BadRequestException | resourceArn 'x': it is no ARN of App Mesh's; give one such as arn:aws:appmesh:<region>:<account>:mesh/<mesh>[/virtualNode/<name>, …]
          GET | /v20190125/tags | 400 | BadRequestException | resourceArn: it is required; give the ARN of the resource whose tags it is about
          POST | /v20190125/tags?resourceArn=x | 405 | UnknownOperationException | this address has no such method; use GET
          PUT | /meshes/m | 405 | UnknownOperationException | this address has no such method; use DELETE, GET
          GET | /meshes/m/virtualServices | 404 | UnknownOperationException | no App Mesh operation has this address; see that the endpoint is given without a path
          GET | /v20190125/meshes/none?meshOwner=1 | 400 | BadRequestException | meshOwner: it is '1'; give an account id of 12 digits, or leave it out
          GET | /v20190125/meshes/none@123456789012/virtualNodes | 404 | NotFoundException | Mesh with name none is not present for account 123456789012
          POST | /v20190125/meshes | 405 | UnknownOperationException | this address has no such method; use GET, PUT
          PATCH | /v20190125/meshes/m/virtualNodes/n | 405 | UnknownOperationException | this address has no such method; use DELETE, GET, PUT
          GET | / | 404 | UnknownOperationException | no App Mesh operation has this address; see that the endpoint is given without a path
          GET | /v20190125/meshes/ | 404 | UnknownOperationException | no App Mesh operation has this address; see that the endpoint is given without a path
          GET | /v20190125/meshes/m/virtualRouters/r/routes | 404 | UnknownOperationException | no App Mesh operation has this address; see that the endpoint is given without a path
          """)
  void whatCannotBeServedIsAnErrorInAppMeshShape(
      String method, String path, int status, String type, String message) {
    assertError(status, type, message, send(method, path, ""));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '#',
      textBlock =
          """
              { | request body: it is not well-formed JSON: line 1, column 2: Unexpected end-of-input: expected close marker for Object; send one JSON object
              {"meshName":"\\ud800"} | request body: it is not well-formed JSON: a string in it has half of a surrogate pair; send one JSON object
          [] | request body: it is not well-formed JSON: it is not an object; send one JSON object
              {"a":1,"a":2} | request body: it is not well-formed JSON: line 1, column 11: Duplicate field 'a'; send one JSON object
          """)
  void aBodyThatIsNoJsonObjectIsRefusedWithThePlace(String body, String message) {
    var refused = send("PUT", "/v20190125/meshes", body);
    assertError(400, "BadRequestException", message, refused);
  }

  @Test
  void aSlashInANameIsDecodedOnceAndOnlyOnce() {
    send("PUT", "/v20190125/meshes", "{\"meshName\":\"shop\"}");
    String services = "/v20190125/meshes/shop/virtualServices";
    send("PUT", services, "{\"virtualServiceName\":\"a/b;c=d+e%2Ff é\",\"spec\":{}}");
    String path = services + "/a%2Fb;c=d+e%252Ff%20%C3%A9";
    assertEquals(200, send("GET", path, "").statusCode());
    assertEquals(404, send("GET", services + "/a/b", "").statusCode());
    assertEquals(200, send("DELETE", path, "").statusCode());
    assertEquals(404, send("GET", path, "").statusCode());
  }

  @Test
  void aBodyOverOneMegabyteIsRefused() throws IOException {
    String large = "{\"meshName\":\"" + "a".repeat(1 << 20) + "\"}";
    var refused = send("PUT", "/v20190125/meshes", large);
    assertError(
        413,
        "BadRequestException",
        "the request body is larger than 1048576 bytes; send less",
        refused);
    String chunked =
        raw(
            "PUT /v20190125/meshes HTTP/1.1\r\nHost: a\r\nConnection: close\r\n"
                + "Transfer-Encoding: chunked\r\n\r\n"
                + "40000\r\n%s\r\n".formatted("a".repeat(0x40000)).repeat(5)
                + "0\r\n\r\n");
    assertTrue(chunked.startsWith("HTTP/1.1 413 "), chunked);
    assertTrue(chunked.contains("BadRequestException"), chunked);
  }

  @Test
  void aRequestThatIsNoHttpIsRefusedInAppMeshShape() throws IOException {
    String answer = raw("GET /v20190125/\u0001 HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n");
    assertTrue(answer.startsWith("HTTP/1.1 400 "), answer);
    assertTrue(answer.toLowerCase(Locale.ROOT).contains("x-amzn-errortype"), answer);
  }

  @Test
  void allThatIsWrongIsToldTogetherMissingResourcesIncluded() {
    send("PUT", "/v20190125/meshes", "{\"meshName\":\"shop\"}");
    String routes = "/v20190125/meshes/shop/virtualRouter/r/routes";
    String body =
        "{\"routeName\":\"all\",\"spec\":{\"priority\":-1,\"tcpRoute\":{\"action\":"
            + "{\"weightedTargets\":[{\"virtualNode\":\"gone\",\"weight\":0}]}}}}";
    assertError(
        400,
        "BadRequestException",
        "Route with name all: spec.priority must be 0 to 1000, not -1;"
            + " spec.tcpRoute.action.weightedTargets must not all have weight 0: give one a weight,"
            + " or delete the route to stop it; VirtualNode with name gone is not present under"
            + " mesh shop for account 000000000000"
            + " (spec.tcpRoute.action.weightedTargets[0].virtualNode): create it first, or name"
            + " another",
        send("PUT", routes, body));
  }

  @Test
  void aPortInUseIsRefusedWithARemedy() {
    int port = server.address().getPort();
    MeshException e =
        assertThrows(
            MeshException.class,
            () -> ApiServer.listen("127.0.0.1", port, store, Identity.DEVELOPMENT));
    assertTrue(String.valueOf(e.getMessage()).contains("give another address with --api"));
  }

  @Test
  void aResourceWithoutANameIsRefusedByItsKind() {
    assertError(
        400,
        "BadRequestException",
        "Mesh: meshName is required",
        send("PUT", "/v20190125/meshes", ""));
  }

  private static void assertError(
      int status, String type, String message, HttpResponse<String> response) {
    String escaped = message.replace("\"", "\\\"");
    assertEquals("{\"message\":\"" + escaped + "\"}", response.body());
    assertEquals(status, response.statusCode());
    assertEquals(type, response.headers().firstValue("x-amzn-ErrorType").orElse(""));
    assertEquals(36, response.headers().firstValue("x-amzn-RequestId").orElse("").length());
  }

  private HttpResponse<String> send(String method, String path, String body) {
    try {
      var request =
          HttpRequest.newBuilder(
                  URI.create("http://127.0.0.1:" + server.address().getPort() + path))
              .timeout(Duration.ofSeconds(20))
              .version(HttpClient.Version.HTTP_1_1)
              .method(method, HttpRequest.BodyPublishers.ofString(body))
              .build();
      return client.send(request, HttpResponse.BodyHandlers.ofString());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private String raw(String request) throws IOException {
    try (var socket = new Socket(server.address().getAddress(), server.address().getPort())) {
      socket.setSoTimeout(20_000);
      try {
        socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
        socket.getOutputStream().flush();
      } catch (IOException _) {
        // The server may answer and close before it has read all.
      }
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
