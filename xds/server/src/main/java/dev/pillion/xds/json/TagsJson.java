package dev.pillion.xds.json;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.pillion.mesh.model.MeshException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/// Tags as App Mesh's lists of `{"key": …, "value": …}`, and the requests and answers that carry
/// nothing else.
public final class TagsJson {
  private TagsJson() {}

  /// The list, by key.
  public static String write(SortedMap<String, String> tags) {
    return list(tags).toString();
  }

  /// A list that [#write] wrote.
  public static SortedMap<String, String> read(String text) {
    return read(JsonText.parse(text));
  }

  /// The tags that a `TagResource` request puts on a resource.
  ///
  /// @param subject what a refusal begins with
  public static SortedMap<String, String> tagRequest(String subject, byte[] body) {
    return read(member(subject, body, "tags", CommonShapes.ANY_TAGS));
  }

  /// The keys that an `UntagResource` request takes off a resource.
  ///
  /// @param subject what a refusal begins with
  public static Set<String> untagRequest(String subject, byte[] body) {
    var keys = new TreeSet<String>();
    member(subject, body, "tagKeys", CommonShapes.TAG_KEYS).forEach(key -> keys.add(key.asText()));
    return keys;
  }

  /// The answer to `ListTagsForResource`.
  public static String page(SortedMap<String, String> tags, Optional<String> nextToken) {
    ObjectNode body = JsonNodeFactory.instance.objectNode();
    body.set("tags", list(tags));
    nextToken.ifPresent(token -> body.put("nextToken", token));
    return JsonText.text(body);
  }

  private static JsonNode member(String subject, byte[] body, String member, Shape shape) {
    JsonNode value = JsonText.object(body).path(member);
    var violations = new ArrayList<String>();
    if (value.isMissingNode() || value.isNull()) {
      violations.add(member + " is required");
    } else {
      value = checked(value, shape, violations);
    }
    if (!violations.isEmpty()) {
      throw new MeshException(
          MeshException.Code.INVALID, subject + ": " + String.join("; ", violations));
    }
    return value;
  }

  /// A list of tags or of keys as it is to be kept, held against its shape.
  static JsonNode checked(JsonNode list, Shape shape, List<String> violations) {
    var findings = new Findings();
    String name = shape.equals(CommonShapes.TAG_KEYS) ? "tagKeys" : "tags";
    JsonNode kept = new ShapeCheck(findings).kept(list, shape, name);
    findings.violations().stream()
        .map(violation -> violation.substring("spec.".length()))
        .forEach(violations::add);
    var seen = new HashSet<String>();
    for (int i = 0; i < kept.size(); i++) {
      JsonNode key = kept.path(i).path("key");
      if (key.isTextual() && !seen.add(key.textValue())) {
        violations.add(
            "tags[%d].key must be there once, but '%s' is also the key of a tag before it"
                .formatted(i, key.textValue()));
      }
    }
    return kept;
  }

  /// A list that keeps the shape of tags; a tag without a value has an empty one.
  static SortedMap<String, String> read(JsonNode list) {
    var tags = new TreeMap<String, String>();
    for (JsonNode tag : list) {
      tags.put(tag.path("key").asText(), tag.path("value").asText(""));
    }
    return tags;
  }

  static ArrayNode list(Map<String, String> tags) {
    ArrayNode list = JsonNodeFactory.instance.arrayNode(tags.size());
    tags.forEach((key, value) -> list.addObject().put("key", key).put("value", value));
    return list;
  }
}
