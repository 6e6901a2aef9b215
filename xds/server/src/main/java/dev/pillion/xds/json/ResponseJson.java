package dev.pillion.xds.json;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.util.RawValue;
import dev.pillion.mesh.model.Metadata;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/// Writes the bodies of answers as App Mesh does: the bare resource, lists under their own member,
/// times as epoch seconds with milliseconds.
public final class ResponseJson {
  private ResponseJson() {}

  /// One resource.
  ///
  /// @param status `ACTIVE` or `DELETED`
  public static String resource(Resource resource, String arn, String status) {
    ObjectNode body = names(resource);
    ObjectNode metadata = body.putObject("metadata");
    metadata.put("arn", arn);
    metadata.put("uid", resource.metadata().uid().toString());
    describe(metadata, resource.metadata());
    body.putRawValue("spec", new RawValue(resource.document().text()));
    body.putObject("status").put("status", status);
    return JsonText.text(body);
  }

  /// One page of a list.
  public static String page(
      Kind kind,
      List<Resource> resources,
      Function<Resource, String> arn,
      Optional<String> nextToken) {
    Function<Resource, ObjectNode> item =
        resource -> {
          ObjectNode reference = names(resource).put("arn", arn.apply(resource));
          describe(reference, resource.metadata());
          return reference;
        };
    return write(kind, resources, item, nextToken);
  }

  static String write(
      Kind kind,
      List<Resource> resources,
      Function<Resource, ObjectNode> item,
      Optional<String> nextToken) {
    ObjectNode body = JsonNodeFactory.instance.objectNode();
    ArrayNode items = body.putArray(kind.collection());
    resources.stream().map(item).forEach(items::add);
    nextToken.ifPresent(token -> body.put("nextToken", token));
    return JsonText.text(body);
  }

  /// An error.
  public static String error(String message) {
    return JsonText.text(JsonNodeFactory.instance.objectNode().put("message", message));
  }

  static ObjectNode names(Resource resource) {
    ObjectNode body = JsonNodeFactory.instance.objectNode();
    body.put("meshName", resource.mesh());
    resource
        .id()
        .parent()
        .ifPresent(parent -> body.put(Kind.of(parent).nameMember(), parent.name()));
    return body.put(Kind.of(resource.id()).nameMember(), resource.name());
  }

  private static void describe(ObjectNode object, Metadata metadata) {
    history(object, metadata);
    object.put("meshOwner", metadata.meshOwner());
    object.put("resourceOwner", metadata.resourceOwner());
  }

  static void history(ObjectNode object, Metadata metadata) {
    object.put("version", metadata.version());
    object.put("createdAt", seconds(metadata.createdAt()));
    object.put("lastUpdatedAt", seconds(metadata.lastUpdatedAt()));
  }

  private static BigDecimal seconds(Instant time) {
    return BigDecimal.valueOf(time.toEpochMilli(), 3);
  }
}
