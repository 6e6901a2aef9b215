package dev.pillion.clients;

import dev.pillion.mesh.state.Quota;
import dev.pillion.mesh.state.Quotas;
import dev.pillion.xds.api.ApiServer;
import dev.pillion.xds.store.MeshStore;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A server with quotas of one of each, and a mesh for each client.
final class QuotasTest {
  private static final Map<String, Object> PORT =
      Specs.members("{\"listeners\": [{\"portMapping\": {\"port\": 80, \"protocol\": \"http\"}}]}");
  private static final Map<String, Object> ROUTE =
      Specs.members(
          """
          {"tcpRoute": {"action": {"weightedTargets": [{"virtualNode": "a", "weight": 1}]}}}
          """);
  private static final Map<String, Object> GATEWAY_ROUTE =
      Specs.members(
          """
          {
            "httpRoute": {
              "match": {"prefix": "/"},
              "action": {"target": {"virtualService": {"virtualServiceName": "a"}}}
            }
          }
          """);

  @Test
  void eachClientIsToldWhichQuotaItIsAt(@TempDir Path folder) {
    var quotas = Quotas.of(quota -> quota == Quota.MESHES ? 3 : 1);
    try (var store = MeshStore.open(folder, Stage.ACCOUNT, quotas, Clock.systemUTC());
        ApiServer server = Stage.serve(store)) {
      List<Client> clients = Stage.clients(Target.once(Stage.endpoint(server)));
      for (Client client : clients) {
        client.answer("CreateMesh", Specs.of(client, "quota").first("Mesh").create());
      }
      for (Client client : clients) {
        try (client) {
          Item more = Specs.of(client, "quota-more").first("Mesh");
          client.refused(
              "CreateMesh", more.create(), "LimitExceededException", Quota.MESHES.words());
          fills(client, Specs.of(client, "quota").mesh());
        }
      }
    }
  }

  private static void fills(Client client, String mesh) {
    var place = Map.<String, Object>of("meshName", mesh);
    one(client, Quota.VIRTUAL_NODES, "VirtualNode", place, Map.of());
    one(client, Quota.VIRTUAL_ROUTERS, "VirtualRouter", place, Map.of());
    one(client, Quota.VIRTUAL_SERVICES, "VirtualService", place, Map.of());
    one(client, Quota.VIRTUAL_GATEWAYS, "VirtualGateway", place, PORT);
    var router = Map.<String, Object>of("meshName", mesh, "virtualRouterName", "a");
    one(client, Quota.ROUTES, "Route", router, ROUTE);
    var gateway = Map.<String, Object>of("meshName", mesh, "virtualGatewayName", "a");
    one(client, Quota.GATEWAY_ROUTES, "GatewayRoute", gateway, GATEWAY_ROUTE);
    var backends =
        Specs.members(
            """
            {
              "backends": [
                {"virtualService": {"virtualServiceName": "a"}},
                {"virtualService": {"virtualServiceName": "b"}}
              ]
            }
            """);
    client.refused(
        "UpdateVirtualNode",
        Item.of("VirtualNode", place, "a", backends).create(),
        "LimitExceededException",
        Quota.BACKENDS.words());
  }

  /// One fits, another does not, and after the one is gone the other does.
  private static void one(
      Client client,
      Quota quota,
      String kind,
      Map<String, Object> place,
      Map<String, Object> spec) {
    Item first = Item.of(kind, place, "a", spec);
    Item second = Item.of(kind, place, "b", spec);
    client.answer("Create" + kind, first.create());
    client.refused(
        "Create" + kind,
        second.create(),
        "LimitExceededException",
        quota.words(),
        quota.code(),
        quota.setting());
    client.answer("Delete" + kind, first.names());
    client.answer("Create" + kind, second.create());
    client.answer("Delete" + kind, second.names());
    client.answer("Create" + kind, first.create());
  }
}
