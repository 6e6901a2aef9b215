package dev.pillion.templates.export;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.pillion.templates.plan.Ownership;
import dev.pillion.templates.resource.Present;
import dev.pillion.xds.json.Kind;
import java.util.Collection;
import java.util.Comparator;
import java.util.TreeSet;

/// Resources as one JSON document: a list for each kind under the API's own word for it, each item
/// as a create takes it. The same resources give the same text.
public final class ApiDocument {
  private static final JsonMapper JSON = JsonMapper.builder().build();

  private ApiDocument() {}

  /// The document.
  public static String text(Collection<Present> resources) {
    ObjectNode document = JsonNodeFactory.instance.objectNode();
    var sorted = new TreeSet<>(Comparator.comparing(Present::key));
    sorted.addAll(resources);
    for (Kind kind : Kind.values()) {
      sorted.stream()
          .filter(one -> one.key().kind() == kind)
          .forEach(one -> document.withArray(kind.collection()).add(item(one)));
    }
    return pretty(document);
  }

  private static ObjectNode item(Present present) {
    ObjectNode item = JsonNodeFactory.instance.objectNode();
    Kind kind = present.key().kind();
    item.put(Kind.MESH.nameMember(), present.key().mesh());
    present
        .key()
        .id()
        .parent()
        .ifPresent(parent -> item.put(Kind.of(parent).nameMember(), parent.name()));
    item.put(kind.nameMember(), present.key().name());
    item.set("spec", present.spec());
    var tags = JsonNodeFactory.instance.arrayNode();
    present
        .tags()
        .forEach((key, value) -> {
          // Whose it is belongs to the server, not to a copy.
          if (!key.equals(Ownership.TAG)) {
            tags.addObject().put("key", key).put("value", value);
          }
        });
    if (!tags.isEmpty()) {
      item.set("tags", tags);
    }
    return item;
  }

  /// JSON as people read it, with a line end.
  public static String pretty(JsonNode json) {
    var indenter = new DefaultIndenter("  ", "\n");
    var printer = new DefaultPrettyPrinter().withObjectIndenter(indenter);
    printer.indentArraysWith(indenter);
    try {
      return JSON.writer(printer).writeValueAsString(json) + "\n";
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }
}
