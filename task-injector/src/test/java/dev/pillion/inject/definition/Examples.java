package dev.pillion.inject.definition;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/// The task definitions of docs/examples, and what is asked of them in these tests.
final class Examples {
  static final Migration.Choices PLAIN = new Migration.Choices(new TreeSet<>(), "busybox:1.37");
  static final Injection.Choices BY_ECS = choices(false);
  static final Injection.Choices BY_CONTAINER = choices(true);

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Path FOLDER = Path.of("../docs/examples/task-definitions");

  private Examples() {}

  private static Injection.Choices choices(boolean routeManager) {
    return new Injection.Choices(
        "pillion.example.com:9391",
        "pillion/appmesh-envoy:1",
        routeManager,
        "pillion/route-manager:1",
        new TreeMap<>(),
        new TreeMap<>(Map.of("PILLION_XDS_TOKEN", "arn:aws:secretsmanager:x:1:secret:token")));
  }

  static ObjectNode read(String name) {
    try {
      return (ObjectNode) JSON.readTree(FOLDER.resolve(name + ".json").toFile());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static ObjectNode json(String text) {
    try {
      return (ObjectNode) JSON.readTree(text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static Rewritten migrated(JsonNode document) {
    return Migration.of("it", document, PLAIN);
  }

  static Rewritten injected(JsonNode document) {
    return Injection.of("it", document, BY_ECS);
  }

  static ObjectNode container(JsonNode document, String name) {
    return document
        .path("containerDefinitions")
        .valueStream()
        .filter(container -> container.path("name").asText().equals(name))
        .map(ObjectNode.class::cast)
        .findAny()
        .orElseThrow();
  }

  static List<String> containers(JsonNode document) {
    return document
        .path("containerDefinitions")
        .valueStream()
        .map(container -> container.path("name").asText())
        .toList();
  }

  static SortedMap<String, String> labels(JsonNode document, String container) {
    return new TreeMap<>(new Container(container(document, container)).labels());
  }

  /// A variable of a container; empty where it is not set.
  static String variable(JsonNode document, String container, String name) {
    return new Container(container(document, container)).environment().getOrDefault(name, "");
  }

  static void set(JsonNode document, String container, String name, String value) {
    container(document, container)
        .withArrayProperty("environment")
        .addObject()
        .put("name", name)
        .put("value", value);
  }

  static String told(Rewritten rewritten, Note.Kind kind) {
    return rewritten.notes().stream()
        .filter(note -> note.kind() == kind)
        .map(note -> note.subject() + ": " + note.text())
        .collect(Collectors.joining("\n"));
  }
}
