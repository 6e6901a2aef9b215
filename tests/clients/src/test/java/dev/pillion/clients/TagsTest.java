package dev.pillion.clients;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.IntStream;

/// The three operations on tags.
final class TagsTest {
  private static final Map<String, String> FIRST = Map.of("team", "colors", "stage", "");

  @ThroughEachClient
  void everyKindIsMadeWithTagsWhichAreAddedToTakenOffAndDieWithIt(Client client) {
    var mesh = Specs.of(client, "tags");
    for (Item item : mesh.items()) {
      var request = item.with("tags", list(FIRST));
      request.put("spec", item.spec());
      client.answer("Create" + item.kind(), request);
      assertEquals(new TreeMap<>(FIRST), tags(client, item.arn()), item.arn());
    }
    for (String kind : Specs.KINDS) {
      changes(client, mesh.first(kind));
    }
    for (Item item : mesh.items().reversed()) {
      client.answer("Delete" + item.kind(), item.names());
      refused(client, item.arn(), "NotFoundException", item.name());
    }
    Item again = mesh.first("Mesh");
    client.answer("CreateMesh", again.create());
    assertEquals(new TreeMap<>(), tags(client, again.arn()));
  }

  @ThroughEachClient
  void moreThanFiftyTagsAreRefusedAndNoneIsPut(Client client) {
    Item mesh = Specs.of(client, "tags-many").first("Mesh");
    client.answer("CreateMesh", mesh.create());
    tag(client, mesh.arn(), numbered(0, 49));
    client.refused(
        "TagResource",
        Map.of("resourceArn", mesh.arn(), "tags", list(numbered(48, 51))),
        "TooManyTagsException",
        "None of the tags in this request were applied");
    assertEquals(numbered(0, 49), tags(client, mesh.arn()));
    tag(client, mesh.arn(), numbered(48, 50));
    assertEquals(numbered(0, 50), tags(client, mesh.arn()));
    JsonNode byOne = client.list("ListTagsForResource", Map.of("resourceArn", mesh.arn()), 1);
    assertEquals(numbered(0, 50), map(byOne));
  }

  @ThroughEachClient
  void anArnWithItsOwnerOrWithANameThatIsEscapedIsFoundAndAnothersIsNot(Client client) {
    Item mesh = Specs.of(client, "tags-arn").first("Mesh");
    client.answer("CreateMesh", mesh.create());
    Item service = Item.of("VirtualService", mesh.names(), "a/b%2Fc:d e;f&g=ö", Map.of());
    client.answer("CreateVirtualService", service.create());
    tag(client, service.arn(), FIRST);
    String shared = service.arn().replace(mesh.name(), mesh.name() + "@" + Stage.ACCOUNT);
    assertEquals(new TreeMap<>(FIRST), tags(client, shared));
    String foreign = service.arn().replace(Stage.ACCOUNT, "111122223333");
    refused(client, foreign, "NotFoundException", "111122223333");
    refused(client, mesh.arn() + "/virtualNode/lost", "NotFoundException", "lost");
    refused(client, "arn:aws:ecs:us-east-1:000000000000:cluster/a", "BadRequestException", "ARN");
  }

  /// Also that tags are no part of what has versions.
  private static void changes(Client client, Item item) {
    JsonNode before = client.answer("Describe" + item.kind(), item.names());
    tag(client, item.arn(), Map.of("stage", "test", "more", "a b=c"));
    assertEquals(
        Map.of("team", "colors", "stage", "test", "more", "a b=c"), tags(client, item.arn()));
    var keys = List.of("team", "more", "never-there");
    client.answer("UntagResource", Map.of("resourceArn", item.arn(), "tagKeys", keys));
    assertEquals(Map.of("stage", "test"), tags(client, item.arn()));
    assertEquals(before, client.answer("Describe" + item.kind(), item.names()));
  }

  private static void tag(Client client, String arn, Map<String, String> tags) {
    client.answer("TagResource", Map.of("resourceArn", arn, "tags", list(tags)));
  }

  private static void refused(Client client, String arn, String code, String word) {
    client.refused("ListTagsForResource", Map.of("resourceArn", arn), code, word);
  }

  private static SortedMap<String, String> tags(Client client, String arn) {
    return map(client.answer("ListTagsForResource", Map.of("resourceArn", arn)));
  }

  private static SortedMap<String, String> map(JsonNode answer) {
    var tags = new TreeMap<String, String>();
    answer
        .path("tags")
        .forEach(tag -> tags.put(tag.path("key").asText(), tag.path("value").asText()));
    return tags;
  }

  private static List<Map<String, String>> list(Map<String, String> tags) {
    return tags.entrySet().stream()
        .map(tag -> Map.of("key", tag.getKey(), "value", tag.getValue()))
        .toList();
  }

  private static SortedMap<String, String> numbered(int from, int to) {
    var tags = new TreeMap<String, String>();
    IntStream.range(from, to).forEach(i -> tags.put("key-" + i, "value-" + i));
    return tags;
  }
}
