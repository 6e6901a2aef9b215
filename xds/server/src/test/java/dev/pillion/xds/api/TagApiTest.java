package dev.pillion.xds.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class TagApiTest {
  private static final String MESH = "arn:aws:appmesh:us-east-1:000000000000:mesh/m";

  private ApiCalls api;

  @BeforeEach
  void start(@TempDir Path directory) {
    api = new ApiCalls(directory);
    api.ok("PUT", "/v20190125/meshes", "{'meshName':'m','tags':[{'key':'team','value':'a'}]}");
  }

  @AfterEach
  void stop() {
    api.close();
  }

  @Test
  void taggingMergesAndUntaggingIsContentWithKeysThatAreNotThere() {
    api.ok("PUT", tag(MESH), "{'tags':[{'key':'team','value':'b'},{'key':'empty'}]}");
    assertEquals(
        ApiCalls.json("{'tags':[{'key':'empty','value':''},{'key':'team','value':'b'}]}"),
        tags(MESH));
    assertEquals("{}", api.ok("PUT", untag(MESH), "{'tagKeys':['empty','none']}").toString());
    assertEquals(ApiCalls.json("{'tags':[{'key':'team','value':'b'}]}"), tags(MESH));
    assertEquals(1, api.get("/v20190125/meshes/m").at("/metadata/version").asInt());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "/virtualNode/red",
        "/virtualRouter/r",
        "/virtualRouter/r/route/all",
        "/virtualService/a/b%2Fc:d e",
        "/virtualGateway/g",
        "/virtualGateway/g/gatewayRoute/in"
      })
  void everyKindHasTagsByItsArnWithAndWithoutTheOwner(String tail) {
    fill();
    api.ok("PUT", tag(MESH + tail), "{'tags':[{'key':'k','value':'v'}]}");
    assertEquals("v", tagged(tags(MESH + tail), "k"));
    assertEquals("v", tagged(tags(MESH + "@000000000000" + tail), "k"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "arn:aws:appmesh:us-east-1:000000000000:mesh/none",
        "arn:aws:appmesh:us-east-1:000000000000:mesh/m/virtualNode/none",
        "arn:aws:appmesh:us-east-1:000000000000:mesh/m/virtualRouter/none/route/all",
        "arn:aws:appmesh:us-east-1:000000000000:mesh/m@123456789012",
        "arn:aws:appmesh:us-east-1:123456789012:mesh/m",
        "arn:aws:appmesh:eu-west-1:000000000000:mesh/m",
        "arn:aws-cn:appmesh:us-east-1:000000000000:mesh/m"
      })
  void anArnOfWhatThisServerDoesNotHaveIsNotFound(String arn) {
    api.refused(404, "NotFoundException", "is not present", "GET", address("tags", arn), "");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "mesh/m",
        "arn:aws:ecs:us-east-1:000000000000:mesh/m",
        "arn:aws:appmesh:us-east-1:000000000000:mesh/",
        "arn:aws:appmesh:us-east-1:000000000000:node/m",
        "arn:aws:appmesh:us-east-1:000000000000:mesh/m/virtualNode",
        "arn:aws:appmesh:us-east-1:000000000000:mesh/m/virtualNode/",
        "arn:aws:appmesh:us-east-1:000000000000:mesh/m/virtualNode/a/b",
        "arn:aws:appmesh:us-east-1:000000000000:mesh/m/virtualRouter/r/route/a/b"
      })
  void whatIsNoArnIsABadRequest(String arn) {
    String words = "it is no ARN of App Mesh's";
    api.refused(400, "BadRequestException", words, "GET", address("tags", arn), "");
  }

  @Test
  void moreThanFiftyTagsAreRefusedAndNoneIsPut() {
    String fifty = list(0, 50);
    api.refused(
        400,
        "TooManyTagsException",
        "None of the tags in this request were applied",
        "PUT",
        tag(MESH),
        fifty);
    assertEquals(1, tags(MESH).path("tags").size());
    api.ok("PUT", untag(MESH), "{'tagKeys':['team']}");
    api.ok("PUT", tag(MESH), fifty);
    api.refused(400, "TooManyTagsException", "would have 51 tags", "PUT", tag(MESH), list(50, 51));
  }

  @Test
  void allThatIsWrongWithTagsIsToldAtOnce() {
    String body = "{'tags':[{'key':''},{'key':'a'},{'key':'a','value':7},{}]}";
    api.refused(
        400,
        "BadRequestException",
        MESH
            + ": tags[0].key must have 1 to 128 characters, not 0; tags[2].value must be a string,"
            + " not 7; tags[3].key is required; tags[2].key must be there once, but 'a' is also the"
            + " key of a tag before it",
        "PUT",
        tag(MESH),
        body);
    api.refused(400, "BadRequestException", "tags is required", "PUT", tag(MESH), "{}");
    api.refused(400, "BadRequestException", "tagKeys is required", "PUT", untag(MESH), "{}");
  }

  @Test
  void tagsComeInPagesWhoseTokensOutliveTheKeysTheyEndedAt() {
    api.ok("PUT", tag(MESH), list(0, 4));
    JsonNode first = api.get(address("tags", MESH) + "&limit=2");
    assertEquals(2, first.path("tags").size());
    api.ok("PUT", untag(MESH), "{'tagKeys':['k01']}");
    String rest = address("tags", MESH) + "&limit=3&nextToken=" + first.path("nextToken").asText();
    JsonNode second = api.get(rest);
    assertEquals(3, second.path("tags").size());
    assertFalse(second.has("nextToken"));
    api.refused(
        400, "BadRequestException", "limit", "GET", address("tags", MESH) + "&limit=51", "");
  }

  @Test
  void tagsDieWithTheirResource() {
    fill();
    String node = MESH + "/virtualNode/spare";
    api.ok("PUT", tag(node), "{'tags':[{'key':'k','value':'v'}]}");
    api.ok("DELETE", "/v20190125/meshes/m/virtualNodes/spare", "");
    api.refused(404, "NotFoundException", "spare", "GET", address("tags", node), "");
    api.create("virtualNodes", "virtualNodeName", "spare", "{}");
    assertEquals(0, tags(node).path("tags").size());
  }

  private void fill() {
    api.create("virtualNodes", "virtualNodeName", "red", ApiCalls.NODE);
    api.create("virtualNodes", "virtualNodeName", "spare", "{}");
    api.create("virtualRouters", "virtualRouterName", "r", "{}");
    api.create(
        "virtualRouter/r/routes",
        "routeName",
        "all",
        "{'tcpRoute':{'action':{'weightedTargets':[{'virtualNode':'red','weight':1}]}}}");
    api.create("virtualServices", "virtualServiceName", "a/b%2Fc:d e", "{}");
    api.create(
        "virtualGateways",
        "virtualGatewayName",
        "g",
        "{'listeners':[{'portMapping':{'port':80,'protocol':'http'}}]}");
    api.create(
        "virtualGateway/g/gatewayRoutes",
        "gatewayRouteName",
        "in",
        "{'httpRoute':{'match':{'prefix':'/'},'action':{'target':{'virtualService':"
            + "{'virtualServiceName':'a/b%2Fc:d e'}}}}}");
  }

  private static String list(int from, int to) {
    return IntStream.range(from, to)
        .mapToObj("{'key':'k%02d'}"::formatted)
        .collect(Collectors.joining(",", "{'tags':[", "]}"));
  }

  private JsonNode tags(String arn) {
    return api.get(address("tags", arn));
  }

  private static String tagged(JsonNode tags, String key) {
    for (JsonNode tag : tags.path("tags")) {
      if (tag.path("key").asText().equals(key)) {
        return tag.path("value").asText();
      }
    }
    return "none";
  }

  private static String tag(String arn) {
    return address("tag", arn);
  }

  private static String untag(String arn) {
    return address("untag", arn);
  }

  private static String address(String operation, String arn) {
    String encoded = URLEncoder.encode(arn, StandardCharsets.UTF_8).replace("+", "%20");
    return "/v20190125/" + operation + "?resourceArn=" + encoded;
  }
}
