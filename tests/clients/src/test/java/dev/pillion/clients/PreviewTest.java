package dev.pillion.clients;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// API version 2018-10-01, which the AWS CLI and boto3 still have and take where a configuration
/// file asks for it. The SDK for Java never had it; here it looks at what was made, by today's.
@ExtendWith(OnStage.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class PreviewTest {
  private static final Map<String, Object> NODE =
      Specs.members(
          """
          {
            "listeners": [
              {
                "portMapping": {"port": 8080, "protocol": "http"},
                "healthCheck": {
                  "protocol": "http", "path": "/ping", "port": 8080, "healthyThreshold": 2,
                  "unhealthyThreshold": 3, "timeoutMillis": 2000, "intervalMillis": 5000
                }
              }
            ],
            "serviceDiscovery": {"dns": {"serviceName": "red.local"}},
            "backends": ["blue.local", "green.local"]
          }
          """);
  private static final Map<String, Object> ROUTER =
      Specs.members("{\"serviceNames\": [\"colors.local\"]}");
  private static final Map<String, Object> ROUTE =
      Specs.members(
          """
          {
            "httpRoute": {
              "match": {"prefix": "/"},
              "action": {"weightedTargets": [{"virtualNode": "red", "weight": 100}]}
            }
          }
          """);

  private Boto3 boto3;
  private List<Client> clients;

  @BeforeAll
  void start(Stage stage) throws Exception {
    Path config =
        Path.of(Objects.requireNonNull(PreviewTest.class.getResource("/preview.config")).toURI());
    var target = new Target(stage.endpoint(), 1, config);
    boto3 = new Boto3(Python.find(), target);
    clients = List.of(new AwsCli(Python.find(), target), boto3);
  }

  @AfterAll
  void stop() {
    clients.forEach(Client::close);
  }

  Stream<Client> clients() {
    return clients.stream();
  }

  @Test
  void theTestCoversEveryOperationOfThePreview() {
    var covered = new TreeSet<String>();
    for (Item item : items("any")) {
      Stream.of("Create", "Describe", "Update", "Delete")
          .forEach(verb -> covered.add(verb + item.kind()));
      covered.add(item.listing());
    }
    covered.remove("UpdateMesh");
    assertEquals(boto3.operations(), covered);
  }

  @ParameterizedTest(name = "{0}", autoCloseArguments = false)
  @MethodSource("clients")
  void everyKindIsEchoedListedChangedAndDeleted(Client client) {
    List<Item> items = items(Specs.of(client, "preview").mesh());
    for (Item item : items) {
      var request = item.kind().equals("Mesh") ? item.names() : item.create();
      JsonNode created = client.answer("Create" + item.kind(), request);
      JsonNode resource = created.path(item.member());
      if (!item.kind().equals("Mesh")) {
        assertEquals(Specs.tree(item.spec()), resource.path("spec"));
      }
      assertEquals(item.arn(), resource.at("/metadata/arn").asText());
      assertEquals(created, client.answer("Describe" + item.kind(), item.names()));
      isListed(client, item);
    }
    for (Item item : items) {
      if (item.update().isPresent()) {
        var request = item.with("spec", item.update().get());
        JsonNode updated = client.answer("Update" + item.kind(), request).path(item.member());
        assertEquals(Specs.tree(item.update().get()), updated.path("spec"));
        assertEquals(2, updated.at("/metadata/version").asInt());
      }
    }
    for (Item item : items.reversed()) {
      JsonNode deleted = client.answer("Delete" + item.kind(), item.names()).path(item.member());
      assertEquals("DELETED", deleted.at("/status/status").asText());
      client.refused("Describe" + item.kind(), item.names(), "NotFoundException", item.name());
    }
  }

  @ParameterizedTest(name = "{0}", autoCloseArguments = false)
  @MethodSource("clients")
  void todaysApiShowsWhatThePreviewMade(Client client, Stage stage) {
    List<Item> items = items(Specs.of(client, "preview-today").mesh());
    for (Item item : items) {
      var request = item.kind().equals("Mesh") ? item.names() : item.create();
      client.answer("Create" + item.kind(), request);
    }
    Client today = stage.clients().getLast();
    JsonNode node = today.answer("DescribeVirtualNode", items.get(1).names()).findPath("spec");
    assertEquals("red.local", node.at("/serviceDiscovery/dns/hostname").asText());
    assertEquals(List.of("blue.local", "green.local"), node.findValuesAsText("virtualServiceName"));
    Item service = Item.of("VirtualService", items.getFirst().names(), "colors.local", Map.of());
    JsonNode provider = today.answer("DescribeVirtualService", service.names());
    assertEquals("colors", provider.findPath("virtualRouterName").asText());
    assertEquals(
        Specs.tree(ROUTE), today.answer("DescribeRoute", items.getLast().names()).findPath("spec"));
  }

  @ParameterizedTest(name = "{0}", autoCloseArguments = false)
  @MethodSource("clients")
  void whatThePreviewRefusesIsOfItsErrors(Client client) {
    Item mesh = items(Specs.of(client, "preview-errors").mesh()).getFirst();
    client.answer("CreateMesh", mesh.names());
    client.refused("CreateMesh", mesh.names(), "ConflictException", mesh.name());
    Item router = Item.of("VirtualRouter", mesh.names(), "colors", ROUTER);
    client.refused("DescribeVirtualRouter", router.names(), "NotFoundException", "colors");
    var eleven = new ArrayList<String>();
    for (int i = 0; i < 11; i++) {
      eleven.add("service-" + i);
    }
    var many = router.with("spec", Map.of("serviceNames", eleven));
    client.refused("CreateVirtualRouter", many, "BadRequestException", "serviceNames", "10");
    client.answer("CreateVirtualRouter", router.create());
    client.refused("DeleteMesh", mesh.names(), "ResourceInUseException", "cannot be deleted");
  }

  private static void isListed(Client client, Item item) {
    ObjectNode expected = Specs.tree(item.names());
    expected.put("arn", item.arn());
    var listed = new ArrayList<JsonNode>();
    client
        .list(item.listing(), item.place(), 1)
        .path(item.collection())
        .forEach(entry -> {
          if (entry.path(item.nameMember()).asText().equals(item.name())) {
            listed.add(entry);
          }
        });
    assertEquals(List.of(expected), listed);
  }

  private static List<Item> items(String mesh) {
    var place = Map.<String, Object>of("meshName", mesh);
    Item router = Item.of("VirtualRouter", place, "colors", ROUTER);
    return List.of(
        Item.of("Mesh", Map.of(), mesh, Map.of()),
        Item.of("VirtualNode", place, "red", NODE).changedTo("{\"backends\": [\"blue.local\"]}"),
        router.changedTo("{\"serviceNames\": [\"colors.local\", \"shades.local\"]}"),
        Item.of("Route", router.names(), "all", ROUTE)
            .changedTo(
                """
                {
                  "httpRoute": {
                    "match": {"prefix": "/red"},
                    "action": {"weightedTargets": [{"virtualNode": "red", "weight": 1}]}
                  }
                }
                """));
  }
}
