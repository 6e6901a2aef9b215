package dev.pillion.xds.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// API version 2018-10-01 and what it makes of the resources of 2019-01-25.
final class PreviewApiTest {
  private static final String OLD = "/meshes/m";
  private static final String NEW = "/v20190125/meshes/m";
  private static final String NODE =
      "{'listeners':[{'portMapping':{'port':80,'protocol':'http'},'healthCheck':{'protocol':'http',"
          + "'healthyThreshold':2,'unhealthyThreshold':2,'intervalMillis':5000,'timeoutMillis':2000,"
          + "'path':'/ping'}}],'serviceDiscovery':{'dns':{'serviceName':'red.local'}},"
          + "'backends':['a.local','b.local']}";
  private static final String ROUTE =
      "{'httpRoute':{'match':{'prefix':'/'},'action':{'weightedTargets':"
          + "[{'virtualNode':'red','weight':100}]}}}";

  private ApiCalls api;

  @BeforeEach
  void start(@TempDir Path directory) {
    api = new ApiCalls(directory);
    api.ok("PUT", "/meshes", "{'meshName':'m','spec':{'egressFilter':{'type':'ALLOW_ALL'}}}");
  }

  @AfterEach
  void stop() {
    api.close();
  }

  @Test
  void aMeshHasNoSpecificationThereAndAnEmptyOneToday() {
    JsonNode mesh = api.get(OLD);
    assertEquals(Set.of("meshName", "metadata", "status"), names(mesh));
    assertEquals(
        Set.of("arn", "uid", "version", "createdAt", "lastUpdatedAt"),
        names(mesh.path("metadata")));
    assertEquals("{}", api.get(NEW).path("spec").toString());
    assertEquals(
        "{\"meshes\":[{\"meshName\":\"m\","
            + "\"arn\":\"arn:aws:appmesh:us-east-1:000000000000:mesh/m\"}]}",
        api.get("/meshes").toString());
  }

  @Test
  void aVirtualNodeIsEchoedAsSentAndIsTodaysWithAnotherSpelling() {
    JsonNode created = put(OLD + "/virtualNodes", "virtualNodeName", "red", NODE);
    assertEquals(ApiCalls.json(NODE), created.path("spec"));
    JsonNode today = api.get(NEW + "/virtualNodes/red").path("spec");
    assertEquals("red.local", today.at("/serviceDiscovery/dns/hostname").asText());
    assertEquals("b.local", today.at("/backends/1/virtualService/virtualServiceName").asText());
    JsonNode changed = api.ok("PUT", OLD + "/virtualNodes/red", "{'spec':{'backends':['c']}}");
    assertEquals(ApiCalls.json("{'backends':['c']}"), changed.path("spec"));
    assertEquals(2, changed.at("/metadata/version").asInt());
  }

  @Test
  void aVirtualRoutersServiceNamesAreVirtualServicesThatComeChangeAndGoWithIt() {
    JsonNode created = router("{'serviceNames':['b','a']}");
    assertEquals(ApiCalls.json("{'serviceNames':['a','b']}"), created.path("spec"));
    assertEquals(2, api.store.mesh("m").orElseThrow().version());
    JsonNode service = api.get(NEW + "/virtualServices/a").path("spec");
    assertEquals("r", service.at("/provider/virtualRouter/virtualRouterName").asText());
    JsonNode updated =
        api.ok("PUT", OLD + "/virtualRouters/r", "{'spec':{'serviceNames':['b','c']}}");
    assertEquals(ApiCalls.json("{'serviceNames':['b','c']}"), updated.path("spec"));
    assertEquals(List.of("b", "c"), services());
    JsonNode deleted = api.ok("DELETE", OLD + "/virtualRouters/r", "");
    assertEquals(ApiCalls.json("{'serviceNames':['b','c']}"), deleted.path("spec"));
    assertEquals("DELETED", deleted.at("/status/status").asText());
    assertEquals(List.of(), services());
  }

  @Test
  void aVirtualRouterIsMadeWithAllItsServicesOrNotAtAll() {
    api.create("virtualServices", "virtualServiceName", "free", "{}");
    router("{'serviceNames':['free']}");
    api.refused(
        409,
        "ConflictException",
        "VirtualService with name free is there already and has another provider",
        "PUT",
        OLD + "/virtualRouters",
        "{'virtualRouterName':'s','spec':{'serviceNames':['new','free']}}");
    api.refused(404, "NotFoundException", "s", "GET", OLD + "/virtualRouters/s", "");
    assertEquals(List.of("free"), services());
  }

  @Test
  void aVirtualRouterThatHasRoutesStaysWithItsServices() {
    put(OLD + "/virtualNodes", "virtualNodeName", "red", NODE);
    router("{'serviceNames':['a']}");
    put(OLD + "/virtualRouter/r/routes", "routeName", "all", ROUTE);
    api.refused(409, "ResourceInUseException", "Route", "DELETE", OLD + "/virtualRouters/r", "");
    assertEquals(List.of("a"), services());
    assertEquals(ApiCalls.json(ROUTE), api.get(OLD + "/virtualRouter/r/routes/all").path("spec"));
    JsonNode list = api.get(OLD + "/virtualRouter/r/routes");
    assertEquals(
        Set.of("meshName", "virtualRouterName", "routeName", "arn"), names(list.at("/routes/0")));
  }

  @Test
  void aRepeatedRequestMakesNothingTwice() {
    String body = "{'virtualRouterName':'r','clientToken':'once','spec':{'serviceNames':['a']}}";
    JsonNode first = api.ok("PUT", OLD + "/virtualRouters", body);
    assertEquals(first, api.ok("PUT", OLD + "/virtualRouters", body));
    api.refused(
        409,
        "ConflictException",
        "client token that was used",
        "PUT",
        OLD + "/virtualRouters",
        body.replace("'a'", "'b'"));
  }

  @Test
  void whatThePreviewCannotSayIsNotShownAndNotTakenAway() {
    String spec =
        "{'listeners':[{'portMapping':{'port':80,'protocol':'http2'},'timeout':{'http2':{}}}],"
            + "'serviceDiscovery':{'awsCloudMap':{'namespaceName':'n','serviceName':'s'}},"
            + "'backends':[{'virtualService':{'virtualServiceName':'a','clientPolicy':{}}}]}";
    api.create("virtualNodes", "virtualNodeName", "red", spec);
    assertEquals(
        ApiCalls.json(
            "{'listeners':[{'portMapping':{'port':80,'protocol':'http2'}}],'serviceDiscovery':{},"
                + "'backends':['a']}"),
        api.get(OLD + "/virtualNodes/red").path("spec"));
    api.refused(
        400,
        "BadRequestException",
        "VirtualNode with name red: API version 2018-10-01 cannot say what it has and would take it"
            + " away: spec.listeners[0].timeout, spec.serviceDiscovery.awsCloudMap,"
            + " spec.backends[0].virtualService.clientPolicy; update it by version 2019-01-25",
        "PUT",
        OLD + "/virtualNodes/red",
        "{'spec':{}}");
    assertEquals(ApiCalls.json(spec), api.get(NEW + "/virtualNodes/red").path("spec"));
  }

  @Test
  void aVirtualRoutersListenersStayWhenItsServiceNamesChange() {
    api.create("virtualRouters", "virtualRouterName", "r", ApiCalls.TWO_PORTS);
    api.ok("PUT", OLD + "/virtualRouters/r", "{'spec':{'serviceNames':['a']}}");
    assertEquals(
        ApiCalls.json(ApiCalls.TWO_PORTS), api.get(NEW + "/virtualRouters/r").path("spec"));
  }

  @Test
  void allThatIsWrongIsToldInThePreviewsWords() {
    api.refused(
        400,
        "BadRequestException",
        "VirtualNode with name red: spec.listeners[0].portMapping.protocol must be one of http,"
            + " tcp, not \"grpc\"; spec.backends[1] must be named once, but 'a' is also a backend"
            + " before it",
        "PUT",
        OLD + "/virtualNodes",
        "{'virtualNodeName':'red','spec':{'backends':['a','a'],'serviceDiscovery':{'dns':"
            + "{'serviceName':'x'}},'listeners':[{'portMapping':{'port':1,'protocol':'grpc'}}]}}");
    api.refused(
        400,
        "BadRequestException",
        "VirtualRouter with name r: spec.serviceNames[1] must be named once, but 'a' is also a name"
            + " before it; spec.serviceNames[2] must have 1 to 255 characters, not 0",
        "PUT",
        OLD + "/virtualRouters",
        "{'virtualRouterName':'r','spec':{'serviceNames':['a','a','']}}");
    api.refused(
        400, "BadRequestException", "spec is required", "PUT", OLD + "/virtualRouters", "{}");
  }

  private JsonNode router(String spec) {
    return put(OLD + "/virtualRouters", "virtualRouterName", "r", spec);
  }

  private JsonNode put(String address, String member, String name, String spec) {
    return api.ok("PUT", address, "{'%s':'%s','spec':%s}".formatted(member, name, spec));
  }

  private List<String> services() {
    return List.copyOf(api.store.mesh("m").orElseThrow().virtualServices().keySet());
  }

  private static Set<String> names(JsonNode object) {
    var names = new ArrayList<String>();
    object.fieldNames().forEachRemaining(names::add);
    assertFalse(names.isEmpty());
    return Set.copyOf(names);
  }
}
