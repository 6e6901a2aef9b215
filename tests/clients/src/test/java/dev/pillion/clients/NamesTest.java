package dev.pillion.clients;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;

/// Names that addresses must carry encoded, each decoded exactly once.
final class NamesTest {
  private static final List<String> SERVICES =
      List.of(
          "shop/cart",
          "shop%2Fcart",
          "shop%252Fcart",
          "100%",
          "with blanks and+plus",
          "*.demo.local",
          "arn:aws:appmesh:us-east-1:000000000000:mesh/m/virtualService/a",
          "a;b=c;d",
          "a?b=c&d=e#f",
          "größe.日本.local",
          "🚲 'quoted' \"twice\" \\ ~[@]!$(),");

  @ThroughEachClient
  void aVirtualServicesNameIsTakenAsItIs(Client client) {
    var mesh = Specs.of(client, "names");
    client.answer("CreateMesh", mesh.first("Mesh").create());
    for (String name : SERVICES) {
      Item item = service(mesh, name);
      JsonNode created = client.answer("CreateVirtualService", item.create());
      assertEquals(name, created.at("/virtualService/virtualServiceName").asText());
      assertEquals(item.arn(), created.at("/virtualService/metadata/arn").asText());
      assertEquals(created, client.answer("DescribeVirtualService", item.names()));
    }
    JsonNode listed = client.list("ListVirtualServices", Map.of("meshName", mesh.mesh()), 3);
    List<String> names = listed.path("virtualServices").findValuesAsText("virtualServiceName");
    assertEquals(SERVICES.stream().sorted().toList(), names.stream().sorted().toList());
    for (String name : SERVICES) {
      Item item = service(mesh, name);
      client.answer("UpdateVirtualService", item.create());
      client.answer("DeleteVirtualService", item.names());
    }
    client.answer("DeleteMesh", Map.of("meshName", mesh.mesh()));
  }

  @ThroughEachClient
  void otherNamesAreTakenAsTheyAreToo(Client client) {
    var mesh = new Specs(client + ";m=1 %41:*+é");
    client.answer("CreateMesh", mesh.first("Mesh").create());
    var place = Map.<String, Object>of("meshName", mesh.mesh());
    String listeners = "\"listeners\": [{\"portMapping\": {\"port\": 80, \"protocol\": \"tcp\"}}]";
    var routed = Specs.members("{" + listeners + "}");
    var found =
        Specs.members(
            "{" + listeners + ", \"serviceDiscovery\": {\"dns\": {\"hostname\": \"a.local\"}}}");
    Item router = Item.of("VirtualRouter", place, "r;v=1 %41:*+é", routed);
    Item node = Item.of("VirtualNode", place, "n;v=1 %2F:*+é", found);
    for (Item item : List.of(router, node)) {
      JsonNode created = client.answer("Create" + item.kind(), item.create());
      assertEquals(item.arn(), created.findPath("arn").asText());
      assertEquals(created, client.answer("Describe" + item.kind(), item.names()));
    }
    var route =
        Item.of(
            "Route",
            router.names(),
            "a b%",
            Specs.members(
                """
                {"tcpRoute": {"action": {"weightedTargets": [
                  {"virtualNode": "n;v=1 %2F:*+é", "weight": 1}
                ]}}}
                """));
    JsonNode created = client.answer("CreateRoute", route.create());
    assertEquals(created, client.answer("DescribeRoute", route.names()));
    assertTrue(
        created.findPath("arn").asText().endsWith("/virtualRouter/r;v=1 %41:*+é/route/a b%"));
  }

  private static Item service(Specs mesh, String name) {
    return Item.of("VirtualService", Map.of("meshName", mesh.mesh()), name, Map.of());
  }
}
