package dev.pillion.clients;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.extension.ExtendWith;

/// What App Mesh refuses and clients let through, and that a refused request changes nothing. The
/// requests are in `refusals.json`, against one mesh with all of [Specs].
@ExtendWith(OnStage.class)
final class RefusalsTest {
  private static final Specs MESH = new Specs("refusals");

  /// A request, the code it is refused with, and what the message names.
  record Refused(String operation, Map<String, Object> input, String code, List<String> words) {}

  @BeforeAll
  static void make(Stage stage) {
    MESH.items().forEach(item -> stage.boto3().answer("Create" + item.kind(), item.create()));
  }

  @ThroughEachClient
  void whatBreaksARuleIsRefusedAndChangesNothing(Client client) {
    List<JsonNode> before = everything(client);
    assertAll(
        StreamSupport.stream(Specs.read("/refusals.json").spliterator(), false)
            .map(RefusalsTest::refused)
            .map(refused ->
                () ->
                    client.refused(
                        refused.operation(),
                        refused.input(),
                        refused.code(),
                        refused.words().toArray(String[]::new))));
    assertEquals(before, everything(client));
  }

  @ThroughEachClient
  void whatIsThereAlreadyConflicts(Client client) {
    assertAll(
        MESH.items().stream()
            .map(item ->
                () ->
                    client.refused(
                        "Create" + item.kind(), item.create(), "ConflictException", item.name())));
  }

  @ThroughEachClient
  void aNameOf255CharactersIsTakenAndOneMoreIsRefused(Client client) {
    var place = Map.<String, Object>of("meshName", MESH.mesh());
    String longest = ("longest-of-" + client + "-").concat("x".repeat(255)).substring(0, 255);
    Item taken = Item.of("VirtualRouter", place, longest, Map.of());
    client.answer("CreateVirtualRouter", taken.create());
    client.answer("DeleteVirtualRouter", taken.names());
    Item refused = Item.of("VirtualRouter", place, longest + "x", Map.of());
    client.refused(
        "CreateVirtualRouter", refused.create(), "BadRequestException", "virtualRouterName", "255");
  }

  @ThroughEachClient
  void aCreateWithMoreThanFiftyTagsIsRefused(Client client) {
    var tags = IntStream.range(0, 51).mapToObj(i -> Map.of("key", "k" + i, "value", "v")).toList();
    var input = new HashMap<String, Object>(Map.of("meshName", "refusals-tags", "tags", tags));
    client.refused("CreateMesh", input, "BadRequestException", "tags");
    client.refused("DescribeMesh", Map.of("meshName", "refusals-tags"), "NotFoundException");
  }

  private static List<JsonNode> everything(Client client) {
    return MESH.items().stream()
        .map(item -> client.answer("Describe" + item.kind(), item.names()))
        .toList();
  }

  private static Refused refused(JsonNode json) {
    Map<String, Object> input = new HashMap<>(Specs.members(json.path("input").toString()));
    input.putIfAbsent("meshName", MESH.mesh());
    if (json.path("operation").asText().equals("ListMeshes")) {
      input.remove("meshName");
    }
    List<String> words =
        StreamSupport.stream(json.path("words").spliterator(), false)
            .map(JsonNode::asText)
            .toList();
    return new Refused(json.path("operation").asText(), input, json.path("code").asText(), words);
  }
}
