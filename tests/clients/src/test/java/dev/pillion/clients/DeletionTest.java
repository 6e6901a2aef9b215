package dev.pillion.clients;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// What has to stay while something needs it, and the orders in which a mesh may be taken down.
final class DeletionTest {
  private static final Map<String, Object> LISTENER =
      Specs.members("{\"listeners\": [{\"portMapping\": {\"port\": 80, \"protocol\": \"http\"}}]}");
  private static final Map<String, Object> NODE =
      Specs.members(
          """
          {
            "listeners": [{"portMapping": {"port": 80, "protocol": "http"}}],
            "serviceDiscovery": {"dns": {"hostname": "node.demo.local"}}
          }
          """);

  @ThroughEachClient
  void nothingThatIsNeededIsDeleted(Client client) {
    String mesh = meshName(client, "needed");
    client.answer("CreateMesh", Map.of("meshName", mesh));
    create(client, mesh, "VirtualNode", "target", NODE);
    needed(client, mesh, "Mesh", mesh, "target");
    create(client, mesh, "VirtualNode", "provider", NODE);
    create(client, mesh, "VirtualRouter", "routed", LISTENER);
    create(client, mesh, "VirtualRouter", "provider", LISTENER);
    createRoute(client, mesh);
    needed(client, mesh, "VirtualNode", "target", "Route");
    needed(client, mesh, "VirtualRouter", "routed", "Route");
    create(client, mesh, "VirtualService", "a", provider("virtualNode"));
    create(client, mesh, "VirtualService", "b", provider("virtualRouter"));
    needed(client, mesh, "VirtualNode", "provider", "VirtualService provider");
    needed(
        client,
        mesh,
        "VirtualRouter",
        "provider",
        "VirtualRouter with name provider cannot be deleted because it is a VirtualService"
            + " provider");
    create(client, mesh, "VirtualGateway", "ingress", LISTENER);
    createGatewayRoute(client, mesh);
    needed(client, mesh, "VirtualGateway", "ingress", "GatewayRoute");
    needed(
        client, mesh, "VirtualService", "a", "is being referenced in the following: GATEWAY_ROUTE");
  }

  @ThroughEachClient
  void aMeshStaysWhileItHasAnythingOfAnyKind(Client client) {
    String mesh = meshName(client, "kept");
    client.answer("CreateMesh", Map.of("meshName", mesh));
    var specs =
        Map.of(
            "VirtualNode", NODE,
            "VirtualRouter", LISTENER,
            "VirtualService", Map.<String, Object>of(),
            "VirtualGateway", LISTENER);
    specs.forEach((kind, spec) -> {
      create(client, mesh, kind, "child", spec);
      needed(client, mesh, "Mesh", mesh, "child");
      delete(client, mesh, kind, "child");
    });
    client.answer("DeleteMesh", Map.of("meshName", mesh));
  }

  @ThroughEachClient
  void aVirtualServiceThatIsOnlyABackendMayGo(Client client) {
    String mesh = meshName(client, "backend");
    client.answer("CreateMesh", Map.of("meshName", mesh));
    create(client, mesh, "VirtualService", "a", Map.of());
    var caller =
        Specs.members("{\"backends\": [{\"virtualService\": {\"virtualServiceName\": \"a\"}}]}");
    create(client, mesh, "VirtualNode", "caller", caller);
    delete(client, mesh, "VirtualService", "a");
  }

  /// The orders of App Mesh's walkthroughs: a virtual service goes while its router has routes, or
  /// a route goes while its router is a provider.
  @ThroughEachClient
  void aMeshIsTakenDownServicesFirstOrRoutesFirst(Client client) {
    List<List<String>> orders =
        List.of(List.of("VirtualService", "Route"), List.of("Route", "VirtualService"));
    for (List<String> order : orders) {
      String mesh = meshName(client, "down-" + order.getFirst());
      client.answer("CreateMesh", Map.of("meshName", mesh));
      create(client, mesh, "VirtualNode", "target", NODE);
      create(client, mesh, "VirtualRouter", "routed", LISTENER);
      createRoute(client, mesh);
      var provider =
          Specs.members("{\"provider\": {\"virtualRouter\": {\"virtualRouterName\": \"routed\"}}}");
      create(client, mesh, "VirtualService", "a", provider);
      create(client, mesh, "VirtualGateway", "ingress", LISTENER);
      createGatewayRoute(client, mesh);
      delete(client, mesh, "GatewayRoute", "a");
      delete(client, mesh, "VirtualGateway", "ingress");
      for (String kind : order) {
        delete(client, mesh, kind, "a");
      }
      delete(client, mesh, "VirtualRouter", "routed");
      delete(client, mesh, "VirtualNode", "target");
      delete(client, mesh, "Mesh", mesh);
    }
  }

  private static void createRoute(Client client, String mesh) {
    create(
        client,
        mesh,
        "Route",
        "a",
        Specs.members(
            """
            {
              "httpRoute": {
                "match": {"prefix": "/"},
                "action": {"weightedTargets": [{"virtualNode": "target", "weight": 1}]}
              }
            }
            """));
  }

  private static void createGatewayRoute(Client client, String mesh) {
    create(
        client,
        mesh,
        "GatewayRoute",
        "a",
        Specs.members(
            """
            {
              "httpRoute": {
                "match": {"prefix": "/"},
                "action": {"target": {"virtualService": {"virtualServiceName": "a"}}}
              }
            }
            """));
  }

  private static Map<String, Object> provider(String kind) {
    return Map.of("provider", Map.of(kind, Map.of(kind + "Name", "provider")));
  }

  private static void create(
      Client client, String mesh, String kind, String name, Map<String, Object> spec) {
    client.answer("Create" + kind, item(mesh, kind, name, spec).create());
  }

  private static void delete(Client client, String mesh, String kind, String name) {
    var deleted = client.answer("Delete" + kind, item(mesh, kind, name, Map.of()).names());
    assertEquals("DELETED", deleted.findPath("status").path("status").asText(), kind);
  }

  private static void needed(Client client, String mesh, String kind, String name, String by) {
    var names = item(mesh, kind, name, Map.of()).names();
    client.refused("Delete" + kind, names, "ResourceInUseException", "cannot be deleted", by);
    client.answer("Describe" + kind, names);
  }

  private static Item item(String mesh, String kind, String name, Map<String, Object> spec) {
    var names = new HashMap<String, Object>(Map.of("meshName", mesh));
    if (kind.equals("Route")) {
      names.put("virtualRouterName", "routed");
    } else if (kind.equals("GatewayRoute")) {
      names.put("virtualGatewayName", "ingress");
    }
    return Item.of(kind, names, name, spec);
  }

  private static String meshName(Client client, String suffix) {
    return Specs.of(client, suffix).mesh();
  }
}
