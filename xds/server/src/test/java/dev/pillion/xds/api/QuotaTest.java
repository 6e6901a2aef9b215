package dev.pillion.xds.api;

import dev.pillion.mesh.state.Quota;
import dev.pillion.mesh.state.Quotas;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What happens at the limits; in the rows `'` stands for `"`.
final class QuotaTest {
  private static final String ROUTE =
      "{'tcpRoute':{'action':{'weightedTargets':[{'virtualNode':'a','weight':1}]}}}";
  private static final String GATEWAY =
      "{'listeners':[{'portMapping':{'port':80,'protocol':'http'}}]}";
  private static final String GATEWAY_ROUTE =
      "{'httpRoute':{'match':{'prefix':'/'},'action':{'target':{'virtualService':"
          + "{'virtualServiceName':'a'}}}}}";

  @TempDir private Path directory;

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          VIRTUAL_NODES | virtualNodes | virtualNodeName | Virtual nodes per mesh | L-E043DFB4
          VIRTUAL_ROUTERS | virtualRouters | virtualRouterName | Virtual routers per mesh | L-50F6C35A
          VIRTUAL_SERVICES | virtualServices | virtualServiceName | Virtual services per mesh | L-DA7495A7
          VIRTUAL_GATEWAYS | virtualGateways | virtualGatewayName | Virtual gateways per mesh | L-87E74146
          ROUTES | virtualRouter/a/routes | routeName | Routes per virtual router | L-BB90B7FF
          GATEWAY_ROUTES | virtualGateway/a/gatewayRoutes | gatewayRouteName | Gateway routes per virtual gateway | L-F6F26D09
          """)
  void oneMoreThanTheQuotaIsRefusedWithTheSettingThatRaisesIt(
      Quota quota, String collection, String member, String words, String code) {
    try (var api = new ApiCalls(directory, Quotas.of(any -> 1))) {
      api.ok("PUT", "/v20190125/meshes", "{'meshName':'m'}");
      api.create("virtualNodes", "virtualNodeName", "a", "{}");
      api.create("virtualRouters", "virtualRouterName", "a", "{}");
      api.create("virtualRouter/a/routes", "routeName", "a", ROUTE);
      api.create("virtualServices", "virtualServiceName", "a", "{}");
      api.create("virtualGateways", "virtualGatewayName", "a", GATEWAY);
      api.create("virtualGateway/a/gatewayRoutes", "gatewayRouteName", "a", GATEWAY_ROUTE);
      api.refused(
          400,
          "LimitExceededException",
          "%s are limited to 1 (quota %s); delete some, or set PILLION_QUOTA_%s higher on the server"
              .formatted(words, code, quota),
          "PUT",
          "/v20190125/meshes/m/" + collection,
          "{'%s':'b','spec':%s}".formatted(member, spec(quota)));
    }
  }

  @Test
  void meshesAndBackendsAreCountedTooAndARepeatedRequestIsNotARefusal() {
    String first = "{'meshName':'m','clientToken':'once'}";
    try (var api = new ApiCalls(directory, Quotas.of(any -> 1))) {
      api.ok("PUT", "/v20190125/meshes", first);
      api.ok("PUT", "/v20190125/meshes", first);
      api.refused(
          400,
          "LimitExceededException",
          "Mesh with name n: Meshes per account are limited to 1",
          "PUT",
          "/v20190125/meshes",
          "{'meshName':'n'}");
      api.refused(
          400,
          "LimitExceededException",
          "Backends per virtual node are limited to 1",
          "PUT",
          "/v20190125/meshes/m/virtualNodes",
          "{'virtualNodeName':'a','spec':%s}".formatted(backends("a", "b")));
    }
  }

  @Test
  void whatWasThereBeforeAQuotaWasLoweredMayStayButNotGrow() {
    try (var api = new ApiCalls(directory)) {
      api.ok("PUT", "/v20190125/meshes", "{'meshName':'m'}");
      api.create("virtualNodes", "virtualNodeName", "a", backends("a", "b"));
    }
    try (var api = new ApiCalls(directory, Quotas.of(any -> 0))) {
      String node = "/v20190125/meshes/m/virtualNodes/a";
      api.ok("PUT", node, "{'spec':%s}".formatted(backends("c", "d")));
      api.refused(
          400,
          "LimitExceededException",
          "limited to 0",
          "PUT",
          node,
          "{'spec':%s}".formatted(backends("a", "b", "c")));
    }
  }

  private static String spec(Quota quota) {
    return switch (quota) {
      case ROUTES -> ROUTE;
      case VIRTUAL_GATEWAYS -> GATEWAY;
      case GATEWAY_ROUTES -> GATEWAY_ROUTE;
      case MESHES, VIRTUAL_NODES, VIRTUAL_ROUTERS, VIRTUAL_SERVICES, BACKENDS -> "{}";
    };
  }

  private static String backends(String... names) {
    var list = new StringBuilder();
    for (String name : names) {
      list.append(list.isEmpty() ? "" : ",")
          .append("{'virtualService':{'virtualServiceName':'%s'}}".formatted(name));
    }
    return "{'backends':[" + list + "]}";
  }
}
