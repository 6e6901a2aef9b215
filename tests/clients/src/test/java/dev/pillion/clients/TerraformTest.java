package dev.pillion.clients;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/// What Terraform's provider sends over a resource's life, in its bytes: the AWS SDK for Go is no
/// client that a Java test can hold, and Terraform itself would have to be fetched.
@ExtendWith(OnStage.class)
final class TerraformTest {
  private static final String TAGS = "/v20190125/tags";
  private static final String UNTAG = "/v20190125/untag";

  private static final Map<String, String> HEADERS =
      Map.of(
          "User-Agent",
          "APN/1.0 HashiCorp/1.0 Terraform/1.9.8 terraform-provider-aws/5.80.0 aws-sdk-go-v2/1.32.6"
              + " ua/2.1 os/linux lang/go#1.23.3 md/GOOS#linux md/GOARCH#amd64 api/appmesh#1.29.6",
          "Accept-Encoding",
          "gzip",
          "Amz-Sdk-Invocation-Id",
          "2f1c3b0e-6a4c-4f53-9e6e-0a7b5a1f6c11",
          "Amz-Sdk-Request",
          "attempt=1; max=25",
          "Content-Type",
          "application/json",
          "X-Amz-Date",
          "20261123T120000Z",
          "Authorization",
          "AWS4-HMAC-SHA256 Credential=any/20261123/us-east-1/appmesh/aws4_request,"
              + " SignedHeaders=amz-sdk-invocation-id;amz-sdk-request;content-length;content-type;"
              + "host;x-amz-date, Signature="
              + "0".repeat(64));

  private static final String CREATE_MESH =
      """
      {"clientToken":"terraform-20261123120000000000000001","meshName":"terraform",
      "spec":{"egressFilter":{"type":"DROP_ALL"}},"tags":[{"key":"Name","value":"shop"}]}
      """;
  private static final String CREATE_NODE =
      """
      {"clientToken":"terraform-20261123120000000000000002",
      "spec":{"backends":[{"virtualService":{"clientPolicy":{},"virtualServiceName":"b.local"}}],
      "listeners":[{"portMapping":{"port":8080,"protocol":"http"}}],
      "serviceDiscovery":{"dns":{"hostname":"a.local"}}},
      "tags":[{"key":"Name","value":"a"},{"key":"Stage","value":"test"}],
      "virtualNodeName":"a"}
      """;
  private static final String UPDATE_NODE =
      """
      {"clientToken":"terraform-20261123120000000000000003",
      "spec":{"listeners":[{"portMapping":{"port":8080,"protocol":"http"}}],
      "serviceDiscovery":{"dns":{"hostname":"a.local"}}}}
      """;

  @Test
  void aResourceLivesAsTheProviderAsks(Stage stage) {
    try (var http = new RawHttp(stage.endpoint(), HEADERS)) {
      String meshes = "/v20190125/meshes";
      JsonNode mesh = ok(http, "PUT", meshes, CREATE_MESH);
      String owner = "?meshOwner=" + mesh.at("/metadata/meshOwner").asText();
      assertEquals(mesh, ok(http, "GET", meshes + "/terraform" + owner, ""));
      String nodes = meshes + "/terraform/virtualNodes";
      assertEquals(404, http.send("GET", nodes + "/a" + owner, "").status());
      JsonNode created = ok(http, "PUT", nodes + owner, CREATE_NODE);
      JsonNode read = ok(http, "GET", nodes + "/a" + owner, "");
      assertEquals(created, read);
      assertEquals(read, ok(http, "GET", nodes + "/a", ""), "an import names no owner");
      JsonNode updated = ok(http, "PUT", nodes + "/a" + owner, UPDATE_NODE);
      assertEquals(2, updated.at("/metadata/version").asInt());
      assertEquals(updated, ok(http, "GET", nodes + "/a" + owner, ""));
      assertEquals(updated, ok(http, "GET", nodes + "/a" + owner, ""), "a plan finds no change");
      JsonNode deleted = ok(http, "DELETE", nodes + "/a" + owner, "");
      assertEquals("DELETED", deleted.at("/status/status").asText());
      gone(http, "GET", nodes + "/a" + owner);
      gone(http, "DELETE", nodes + "/a" + owner);
      ok(http, "DELETE", meshes + "/terraform", "");
      gone(http, "GET", meshes + "/terraform" + owner);
    }
  }

  @Test
  void tagsAreReadWithEachResourceAndChangedByTakingOffAndPuttingOn(Stage stage) {
    try (var http = new RawHttp(stage.endpoint(), HEADERS)) {
      String meshes = "/v20190125/meshes";
      JsonNode mesh = ok(http, "PUT", meshes, CREATE_MESH);
      String owner = "?meshOwner=" + mesh.at("/metadata/meshOwner").asText();
      String nodes = meshes + "/terraform/virtualNodes";
      JsonNode node = ok(http, "PUT", nodes + owner, CREATE_NODE);
      String arn = "?resourceArn=" + encoded(node.at("/metadata/arn").asText());
      assertEquals(Map.of("Name", "a", "Stage", "test"), tags(http, arn));
      ok(http, "PUT", nodes + "/a" + owner, UPDATE_NODE);
      assertEquals(Map.of("Name", "a", "Stage", "test"), tags(http, arn));
      assertEquals("{}", ok(http, "PUT", UNTAG + arn, "{\"tagKeys\":[\"Stage\"]}").toString());
      String changed = "{\"tags\":[{\"key\":\"Name\",\"value\":\"b\"}]}";
      assertEquals("{}", ok(http, "PUT", "/v20190125/tag" + arn, changed).toString());
      assertEquals(Map.of("Name", "b"), tags(http, arn));
      JsonNode read = ok(http, "GET", nodes + "/a" + owner, "");
      assertEquals(2, read.at("/metadata/version").asInt(), "tags make no version");
      ok(http, "DELETE", nodes + "/a" + owner, "");
      gone(http, "GET", TAGS + arn);
      String meshArn = "?resourceArn=" + encoded(mesh.at("/metadata/arn").asText());
      assertEquals(Map.of("Name", "shop"), tags(http, meshArn));
      ok(http, "DELETE", meshes + "/terraform", "");
    }
  }

  private static Map<String, String> tags(RawHttp http, String arn) {
    var tags = new HashMap<String, String>();
    for (JsonNode tag : ok(http, "GET", TAGS + arn, "").path("tags")) {
      tags.put(tag.path("key").asText(), tag.path("value").asText());
    }
    return tags;
  }

  /// As Go's `url.Values` has it.
  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  private static JsonNode ok(RawHttp http, String method, String address, String body) {
    RawHttp.Reply reply = http.send(method, address, body);
    assertEquals(200, reply.status(), () -> method + " " + address + ": " + reply);
    return reply.body();
  }

  private static void gone(RawHttp http, String method, String address) {
    RawHttp.Reply reply = http.send(method, address, "");
    assertEquals(404, reply.status());
    assertEquals("NotFoundException", reply.errorType());
  }
}
