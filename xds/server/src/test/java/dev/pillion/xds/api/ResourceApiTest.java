package dev.pillion.xds.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import com.fasterxml.jackson.databind.JsonNode;
import dev.pillion.xds.json.ServiceModel;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class ResourceApiTest {
  private static final String MESH = "/v20190125/meshes/m";
  private static final String GATEWAY =
      "{'listeners':[{'portMapping':{'port':80,'protocol':'http'}}]}";

  private ApiCalls api;

  @BeforeEach
  void start(@TempDir Path directory) {
    api = new ApiCalls(directory);
    api.ok("PUT", "/v20190125/meshes", "{'meshName':'m'}");
  }

  @AfterEach
  void stop() {
    api.close();
  }

  @ParameterizedTest
  @ValueSource(strings = {"2019-01-25", "2018-10-01"})
  void everyOperationOfTheModelIsServed(String version) {
    var operations = ServiceModel.of(version).operations();
    assertEquals(version.equals("2019-01-25") ? 38 : 19, operations.size());
    for (ServiceModel.Address operation : operations) {
      String path = operation.path().replaceAll("\\{[^}]+}", "none");
      Answer answer = api.send(operation.method(), path, "");
      assertNotEquals(
          "UnknownOperationException", answer.errorType().orElse(""), operation.toString());
    }
  }

  @Test
  void aMeshWithoutASpecificationHasAnEmptyOneAndNothingIsPutIntoOthers() {
    assertEquals("{}", api.get(MESH).path("spec").toString());
    api.create("virtualNodes", "virtualNodeName", "red", "{}");
    assertEquals("{}", api.get(MESH + "/virtualNodes/red").path("spec").toString());
    String empties = "{'backends':[],'listeners':[],'logging':{}}";
    JsonNode updated = api.ok("PUT", MESH + "/virtualNodes/red", "{'spec':" + empties + "}");
    assertEquals(empties.replace('\'', '"'), updated.path("spec").toString());
  }

  @Test
  void theOwnersOwnMeshIsTheMeshWhereverTheOwnerIsNamed() {
    api.create("virtualNodes", "virtualNodeName", "red", ApiCalls.NODE);
    JsonNode red = api.get(MESH + "/virtualNodes/red");
    assertEquals(red, api.get(MESH + "/virtualNodes/red?meshOwner=000000000000"));
    assertEquals(red, api.get(MESH + "@000000000000/virtualNodes/red"));
    api.refused(
        404,
        "NotFoundException",
        "Mesh with name m is not present for account 123456789012",
        "GET",
        MESH + "/virtualNodes/red?meshOwner=123456789012",
        "");
  }

  @Test
  void whatIsNeededStaysUntilNothingNeedsIt() {
    fillGateway();
    for (String needed :
        List.of("", "/virtualGateways/g", "/virtualServices/s", "/virtualNodes/red")) {
      api.refused(409, "ResourceInUseException", "cannot be", "DELETE", MESH + needed, "");
    }
    api.refused(
        409,
        "ResourceInUseException",
        "is being referenced in the following: GATEWAY_ROUTE: [g/in]",
        "DELETE",
        MESH + "/virtualServices/s",
        "");
    for (String next :
        List.of(
            "/virtualGateway/g/gatewayRoutes/in",
            "/virtualGateways/g",
            "/virtualServices/s",
            "/virtualNodes/red",
            "")) {
      JsonNode deleted = api.ok("DELETE", MESH + next, "");
      assertEquals("DELETED", deleted.at("/status/status").asText());
    }
  }

  @Test
  void aGatewayRouteNamesThePortsThatThereAreSeveralOf() {
    fillGateway();
    api.refused(
        400,
        "BadRequestException",
        "All GatewayRoutes for this Virtual Gateway must define a port match before adding multiple"
            + " listeners to this Virtual Gateway. 1 GatewayRoute(s) are missing port. Listing up to"
            + " 5 route names: [in]",
        "PUT",
        MESH + "/virtualGateways/g",
        "{'spec':" + ApiCalls.TWO_PORTS + "}");
    api.refused(
        400,
        "BadRequestException",
        "All GatewayRoutes to a Virtual Service of this Virtual Node must define the port of their"
            + " target before adding multiple listeners to this Virtual Node. 1 GatewayRoute(s) are"
            + " missing port. Listing up to 5 route names: [g/in]",
        "PUT",
        MESH + "/virtualNodes/red",
        "{'spec':" + twoPortNode() + "}");
    api.ok(
        "PUT",
        MESH + "/virtualGateway/g/gatewayRoutes/in",
        "{'spec':" + gatewayRoute("{'prefix':'/','port':80}", ",'port':80") + "}");
    api.ok("PUT", MESH + "/virtualGateways/g", "{'spec':" + ApiCalls.TWO_PORTS + "}");
    api.ok("PUT", MESH + "/virtualNodes/red", "{'spec':" + twoPortNode() + "}");
    api.refused(
        400,
        "BadRequestException",
        "GatewayRoute must define a port match criteria if the Virtual Gateway has multiple"
            + " listeners; target 's' must name a port, since the provider of the virtual service"
            + " has several listeners",
        "PUT",
        MESH + "/virtualGateway/g/gatewayRoutes",
        "{'gatewayRouteName':'b','spec':" + gatewayRoute("{'prefix':'/'}", "") + "}");
  }

  @Test
  void aVirtualServiceKeepsAProviderThatItsGatewayRoutesCanReach() {
    fillGateway();
    api.create("virtualRouters", "virtualRouterName", "r", ApiCalls.TWO_PORTS);
    api.refused(
        400,
        "BadRequestException",
        "All GatewayRoutes to this Virtual Service must define the port of their target before"
            + " giving it a provider with multiple listeners",
        "PUT",
        MESH + "/virtualServices/s",
        "{'spec':{'provider':{'virtualRouter':{'virtualRouterName':'r'}}}}");
  }

  @Test
  void aSecondListenerOfATargetWaitsForTheRoutesToNameThePort() {
    api.create("virtualNodes", "virtualNodeName", "red", ApiCalls.NODE);
    api.create("virtualRouters", "virtualRouterName", "r", "{}");
    String route =
        "{'tcpRoute':{'action':{'weightedTargets':[{'virtualNode':'red','weight':1%s}]}}}";
    api.create("virtualRouter/r/routes", "routeName", "all", route.formatted(""));
    api.refused(
        400,
        "BadRequestException",
        "All Routes to this Virtual Node must define the port of their target before adding multiple"
            + " listeners to this Virtual Node. 1 Route(s) are missing port. Listing up to 5 route"
            + " names: [r/all]",
        "PUT",
        MESH + "/virtualNodes/red",
        "{'spec':" + twoPortNode() + "}");
    api.ok(
        "PUT",
        MESH + "/virtualRouter/r/routes/all",
        "{'spec':" + route.formatted(",'port':80") + "}");
    api.ok("PUT", MESH + "/virtualNodes/red", "{'spec':" + twoPortNode() + "}");
  }

  @Test
  void aRouteOfAnotherProtocolThanItsListenersIsTaken() {
    api.create("virtualNodes", "virtualNodeName", "red", ApiCalls.NODE);
    api.create("virtualRouters", "virtualRouterName", "r", GATEWAY);
    api.create(
        "virtualRouter/r/routes",
        "routeName",
        "all",
        "{'grpcRoute':{'match':{},'action':{'weightedTargets':[{'virtualNode':'red','weight':1}]}}}");
  }

  @Test
  void aTokenOfAPageOutlivesTheResourceItEndedAtAndAFullLastPageHasNone() {
    for (String name : List.of("a", "b", "c", "d")) {
      api.create("virtualNodes", "virtualNodeName", name, "{}");
    }
    JsonNode first = api.get(MESH + "/virtualNodes?limit=2");
    api.ok("DELETE", MESH + "/virtualNodes/b", "");
    String next = "&nextToken=" + first.path("nextToken").asText();
    JsonNode second = api.get(MESH + "/virtualNodes?limit=2" + next);
    assertEquals(List.of("c", "d"), second.findValuesAsText("virtualNodeName"));
    assertFalse(second.has("nextToken"));
  }

  private void fillGateway() {
    api.create("virtualNodes", "virtualNodeName", "red", ApiCalls.NODE);
    api.create(
        "virtualServices",
        "virtualServiceName",
        "s",
        "{'provider':{'virtualNode':{'virtualNodeName':'red'}}}");
    api.create("virtualGateways", "virtualGatewayName", "g", GATEWAY);
    api.create(
        "virtualGateway/g/gatewayRoutes",
        "gatewayRouteName",
        "in",
        gatewayRoute("{'prefix':'/'}", ""));
  }

  private static String gatewayRoute(String match, String port) {
    return "{'httpRoute':{'match':%s,'action':{'target':{'virtualService':{'virtualServiceName':'s'}%s}}}}"
        .formatted(match, port);
  }

  private static String twoPortNode() {
    return ApiCalls.TWO_PORTS.replaceFirst(
        "}$", ",'serviceDiscovery':{'dns':{'hostname':'red.local'}}}");
  }
}
