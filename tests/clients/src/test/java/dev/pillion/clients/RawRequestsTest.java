package dev.pillion.clients;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Requests that no stock client sends: each checks, before it sends, that required members are
/// there, that a union has one member, and that no text or number is below its least.
@ExtendWith(OnStage.class)
final class RawRequestsTest {
  private static final String MESHES = "/v20190125/meshes";

  @ParameterizedTest(name = "{0} {1} {2}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          PUT  | /v20190125/meshes | {}                 | 400 | BadRequestException | meshName
          PUT  | /v20190125/meshes | {"meshName": ""}   | 400 | BadRequestException | meshName
          PUT  | /v20190125/meshes | {"meshName": 1}    | 400 | BadRequestException | meshName
          PUT  | /v20190125/meshes | {"meshName": "a    | 400 | BadRequestException | JSON
          PUT  | /v20190125/meshes | []                 | 400 | BadRequestException | JSON
          GET  | /v20190125/meshes?limit=0   | ``       | 400 | BadRequestException | limit
          GET  | /v20190125/meshes?limit=ten | ``       | 400 | BadRequestException | limit
          GET  | /v20190125/meshes/%ff       | ``       | 400 | BadRequestException | %ff
          POST | /v20190125/meshes | {}                 | 405 | UnknownOperationException | PUT
          GET  | /v20190125/mesh   | ``                 | 404 | UnknownOperationException | address
          """)
  void whatIsMalformedIsRefusedWithTheReason(
      String method,
      String address,
      String body,
      int status,
      String code,
      String word,
      Stage stage) {
    refused(stage, method, address, body, status, code, word);
  }

  @Test
  void aUnionWithTwoMembersIsRefused(Stage stage) {
    stage.boto3().answer("CreateMesh", Map.of("meshName", "raw"));
    String body =
        """
        {
          "virtualServiceName": "a",
          "spec": {
            "provider": {
              "virtualNode": {"virtualNodeName": "a"},
              "virtualRouter": {"virtualRouterName": "a"}
            }
          }
        }
        """;
    String address = MESHES + "/raw/virtualServices";
    refused(stage, "PUT", address, body, 400, "BadRequestException", "exactly one of");
    String empty = "{\"virtualServiceName\": \"a\", \"spec\": {\"provider\": {}}}";
    refused(stage, "PUT", address, empty, 400, "BadRequestException", "exactly one of");
    String none = "{\"virtualServiceName\": \"a\"}";
    refused(stage, "PUT", address, none, 400, "BadRequestException", "spec is required");
  }

  private static void refused(
      Stage stage,
      String method,
      String address,
      String body,
      int status,
      String code,
      String word) {
    try (var http = new RawHttp(stage.endpoint(), Map.of())) {
      RawHttp.Reply reply = http.send(method, address, body);
      String message = reply.body().path("message").asText();
      assertEquals(status, reply.status(), message);
      assertEquals(code, reply.errorType());
      assertTrue(message.contains(word), message);
      assertFalse(reply.requestId().isEmpty());
    }
  }
}
