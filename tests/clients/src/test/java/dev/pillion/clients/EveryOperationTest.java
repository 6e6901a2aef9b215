package dev.pillion.clients;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/// Each resource made, described, listed, changed and deleted through each client, with
/// specifications that together set every field of App Mesh's.
@ExtendWith(OnStage.class)
final class EveryOperationTest {
  private static final List<Map<String, String>> TAGS =
      List.of(Map.of("key", "team", "value", "colors"), Map.of("key", "stage", "value", ""));

  @Test
  void theSpecificationsSetEveryFieldOfTheModel() {
    var unset = ModelFields.all();
    new Specs("any").items().forEach(item -> unset.removeAll(ModelFields.set(item)));
    assertEquals(new TreeSet<>(), unset);
  }

  @Test
  void theTestsOfThisModuleCoverEveryOperationOfTheModel(Stage stage) {
    var covered = new TreeSet<>(List.of("TagResource", "UntagResource", "ListTagsForResource"));
    for (Item item : new Specs("any").items()) {
      Stream.of("Create", "Describe", "Update", "Delete")
          .forEach(verb -> covered.add(verb + item.kind()));
      covered.add(item.listing());
    }
    assertEquals(stage.boto3().operations(), covered);
  }

  @ThroughEachClient
  void everyKindIsEchoedAsSentListedChangedAndDeleted(Client client) {
    var mesh = Specs.of(client, "every");
    var made = new LinkedHashMap<Item, JsonNode>();
    mesh.items().forEach(item -> made.put(item, isCreated(client, item)));
    for (String kind : Specs.KINDS) {
      areListed(client, mesh.items(kind), made);
    }
    made.replaceAll((item, before) ->
        item.update().map(spec -> isUpdated(client, item, before, spec)).orElse(before));
    mesh.items().reversed().forEach(item -> isDeleted(client, item, at(made, item)));
  }

  @ThroughEachClient
  void theOwnAccountMayBeNamedAsMeshOwnerAndAnotherHasNoMesh(Client client) {
    var mesh = Specs.of(client, "owner");
    Item node = mesh.named("VirtualNode", "store");
    client.answer("CreateMesh", mesh.first("Mesh").create());
    JsonNode created = client.answer("CreateVirtualNode", owned(node.create(), Stage.ACCOUNT));
    var names = owned(node.names(), Stage.ACCOUNT);
    assertEquals(created, client.answer("DescribeVirtualNode", names));
    assertEquals(
        1,
        client
            .list("ListVirtualNodes", owned(node.place(), Stage.ACCOUNT), 100)
            .path("virtualNodes")
            .size());
    var other = owned(node.names(), "111122223333");
    client.refused("DescribeVirtualNode", other, "NotFoundException", "111122223333");
    client.refused("DeleteVirtualNode", other, "NotFoundException", "111122223333");
    client.answer("UpdateVirtualNode", owned(node.create(), Stage.ACCOUNT));
    client.answer("DeleteVirtualNode", names);
  }

  @ThroughEachClient
  void aNameThatWasDeletedMayBeUsedAnewAndStartsAnew(Client client) {
    Item mesh = Specs.of(client, "again").first("Mesh");
    JsonNode first = client.answer("CreateMesh", mesh.create()).at("/mesh/metadata");
    client.answer("UpdateMesh", mesh.create());
    client.answer("DeleteMesh", mesh.names());
    JsonNode second = client.answer("CreateMesh", mesh.create()).at("/mesh/metadata");
    assertEquals(1, second.path("version").asInt());
    assertFalse(first.path("uid").equals(second.path("uid")));
  }

  private static JsonNode isCreated(Client client, Item item) {
    var request = item.with("tags", TAGS);
    request.put("spec", item.spec());
    JsonNode created = client.answer("Create" + item.kind(), request);
    JsonNode resource = created.path(item.member());
    assertEquals(Specs.tree(item.spec()), resource.path("spec"), item.arn());
    assertEquals("ACTIVE", resource.at("/status/status").asText());
    item.names().forEach((member, name) -> assertEquals(name, resource.path(member).asText()));
    JsonNode metadata = resource.path("metadata");
    assertEquals(item.arn(), metadata.path("arn").asText());
    assertEquals(1, metadata.path("version").asInt());
    assertEquals(Stage.ACCOUNT, metadata.path("meshOwner").asText());
    assertEquals(Stage.ACCOUNT, metadata.path("resourceOwner").asText());
    String uid = metadata.path("uid").asText();
    assertEquals(uid, UUID.fromString(uid).toString());
    assertEquals(metadata.path("createdAt"), metadata.path("lastUpdatedAt"));
    Duration age = Duration.between(Times.of(metadata.path("createdAt")), Instant.now());
    assertTrue(age.abs().compareTo(Duration.ofHours(1)) < 0, "made " + age + " ago");
    assertEquals(created, client.answer("Describe" + item.kind(), item.names()));
    return resource;
  }

  /// A list has each resource's names and its metadata, less the uid.
  private static void areListed(Client client, List<Item> items, Map<Item, JsonNode> made) {
    var expected = new TreeMap<String, JsonNode>();
    for (Item item : items) {
      var entry = Specs.tree(item.names());
      at(made, item).path("metadata").properties().stream()
          .filter(member -> !member.getKey().equals("uid"))
          .forEach(member -> entry.set(member.getKey(), member.getValue()));
      expected.put(item.name(), entry);
    }
    Item first = items.getFirst();
    var listed = new TreeMap<String, JsonNode>();
    client
        .list(first.listing(), first.place(), 2)
        .path(first.collection())
        .forEach(entry -> listed.put(entry.path(first.nameMember()).asText(), entry));
    if (first.kind().equals("Mesh")) {
      listed.keySet().retainAll(expected.keySet());
    }
    assertEquals(expected, listed);
  }

  private static JsonNode isUpdated(
      Client client, Item item, JsonNode before, Map<String, Object> spec) {
    JsonNode updated = client.answer("Update" + item.kind(), item.with("spec", spec));
    JsonNode resource = updated.path(item.member());
    assertEquals(Specs.tree(spec), resource.path("spec"), item.arn());
    JsonNode metadata = resource.path("metadata");
    assertEquals(2, metadata.path("version").asInt());
    for (String kept : List.of("arn", "uid", "createdAt", "meshOwner", "resourceOwner")) {
      assertEquals(before.path("metadata").path(kept), metadata.path(kept));
    }
    Instant time = Times.of(metadata.path("lastUpdatedAt"));
    assertFalse(time.isBefore(Times.of(before.at("/metadata/lastUpdatedAt"))));
    assertEquals(updated, client.answer("Describe" + item.kind(), item.names()));
    return resource;
  }

  /// The answer counts the deletion as a version of the resource, but not of a mesh.
  private static void isDeleted(Client client, Item item, JsonNode last) {
    JsonNode deleted = client.answer("Delete" + item.kind(), item.names()).path(item.member());
    assertEquals("DELETED", deleted.at("/status/status").asText());
    assertEquals(last.path("spec"), deleted.path("spec"));
    assertEquals(last.at("/metadata/uid"), deleted.at("/metadata/uid"));
    int counted = item.kind().equals("Mesh") ? 0 : 1;
    assertEquals(
        last.at("/metadata/version").asInt() + counted, deleted.at("/metadata/version").asInt());
    client.refused("Describe" + item.kind(), item.names(), "NotFoundException", item.name());
  }

  private static JsonNode at(Map<Item, JsonNode> made, Item item) {
    return Objects.requireNonNull(made.get(item));
  }

  private static Map<String, Object> owned(Map<String, Object> input, String owner) {
    var owned = new HashMap<>(input);
    owned.put("meshOwner", owner);
    return owned;
  }
}
