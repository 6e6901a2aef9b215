package dev.pillion.clients;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.pillion.inject.definition.Injection;
import dev.pillion.inject.definition.Migration;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// ECS takes the task definitions of docs/examples, and what `pillion inject` and `pillion migrate`
/// make of them: botocore holds them against ECS's model, moto registers and describes them.
final class TaskDefinitionsTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Path EXAMPLES = Path.of("../../docs/examples/task-definitions");
  private static final Set<String> BRIDGE = Set.of("bridge", "app-mesh-bridge");
  private static final List<String> READ_ONLY =
      List.of(
          "taskDefinitionArn",
          "revision",
          "status",
          "requiresAttributes",
          "compatibilities",
          "registeredAt",
          "registeredBy");

  @Test
  void ecsTakesTheExamplesAndWhatIsMadeOfThem(@TempDir Path given, @TempDir Path made)
      throws Exception {
    try (Stream<Path> files = Files.list(EXAMPLES)) {
      for (Path file : files.toList()) {
        write(given, name(file), registered(JSON.readTree(file.toFile())));
      }
    }
    Map<String, JsonNode> described = register(given);
    assertTrue(described.size() >= 9, described::toString);
    for (var entry : described.entrySet()) {
      String name = entry.getKey();
      if (BRIDGE.contains(name)) {
        continue;
      }
      if (name.startsWith("app-mesh")) {
        var choices = new Migration.Choices(new TreeSet<>(), "busybox:1.37");
        write(made, name, Migration.of(name, entry.getValue(), choices).document());
        continue;
      }
      boolean gateway = name.equals("virtual-gateway");
      for (boolean routeManager : gateway ? List.of(false) : List.of(false, true)) {
        var injected = Injection.of(name, entry.getValue(), choices(routeManager)).document();
        write(made, name + (routeManager ? "-route-manager" : "-injected"), injected);
      }
    }
    Map<String, JsonNode> again = register(made);
    assertEquals(
        "[\"NET_ADMIN\",\"NET_RAW\"]",
        container(again, "awsvpc-route-manager", 1)
            .path("linuxParameters")
            .path("capabilities")
            .path("add")
            .toString());
    assertEquals(
        "shop",
        container(again, "app-mesh-front", 0).path("dockerLabels").path("pillion.mesh").asText());
    for (String name : List.of("awsvpc", "virtual-gateway", "health-check", "tls-files")) {
      JsonNode back =
          Migration.of(
                  name,
                  Objects.requireNonNull(again.get(name + "-injected")),
                  new Migration.Choices(new TreeSet<>(), "busybox:1.37"))
              .document();
      write(given, name, back);
    }
    Map<String, JsonNode> back = register(given);
    for (String name : List.of("awsvpc", "virtual-gateway", "health-check", "tls-files")) {
      assertEquals(
          lasting(Objects.requireNonNull(described.get(name))),
          lasting(Objects.requireNonNull(back.get(name))),
          name);
    }
  }

  private static Injection.Choices choices(boolean routeManager) {
    return new Injection.Choices(
        "pillion.example.com:9391",
        "pillion/appmesh-envoy:1",
        routeManager,
        "pillion/route-manager:1",
        new TreeMap<>(),
        new TreeMap<>(Map.of("PILLION_XDS_TOKEN", "arn:aws:secretsmanager:eu-west-1:1:secret:t")));
  }

  /// What is to be registered of a file, which may be what `describe-task-definition` printed.
  private static JsonNode registered(JsonNode document) {
    return document.has("taskDefinition") ? lasting(document) : document;
  }

  private static JsonNode container(Map<String, JsonNode> described, String name, int index) {
    return Objects.requireNonNull(described.get(name))
        .path("taskDefinition")
        .path("containerDefinitions")
        .path(index);
  }

  /// What a description says of the definition alone: neither its number nor its time.
  private static JsonNode lasting(JsonNode described) {
    ObjectNode definition = described.path("taskDefinition").deepCopy();
    return definition.without(READ_ONLY);
  }

  private static Map<String, JsonNode> register(Path folder) throws Exception {
    Path script =
        Path.of(
            Objects.requireNonNull(
                    TaskDefinitionsTest.class.getResource("/register_definitions.py"))
                .toURI());
    var process =
        new ProcessBuilder(
                Python.find().program("python").toString(), script.toString(), folder.toString())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertEquals(0, process.waitFor(), said);
    var described = new TreeMap<String, JsonNode>();
    JSON.readTree(said)
        .properties()
        .forEach(entry -> described.put(entry.getKey(), entry.getValue()));
    return described;
  }

  private static void write(Path folder, String name, JsonNode document) throws IOException {
    Files.writeString(folder.resolve(name + ".json"), document.toString());
  }

  private static String name(Path file) {
    return file.getFileName().toString().replace(".json", "");
  }
}
