package dev.pillion.localecs;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Reads a task definition in the JSON that `aws ecs register-task-definition --cli-input-json`
/// takes. Keys that matter to ECS only are passed over.
final class DefinitionFile {
  private static final ObjectMapper JSON = new ObjectMapper();

  private DefinitionFile() {}

  static TaskDefinition read(Path file) {
    try {
      JsonNode document = JSON.readTree(file.toFile());
      List<ContainerDefinition> containers = new ArrayList<>();
      document.path("containerDefinitions").forEach(node -> containers.add(container(file, node)));
      return new TaskDefinition(text(file, document, "family"), containers, proxy(file, document));
    } catch (IOException e) {
      throw new LocalEcsException(
          "%s cannot be read as a task definition: %s".formatted(file, e.getMessage()), e);
    }
  }

  private static ContainerDefinition container(Path file, JsonNode node) {
    List<Integer> ports = new ArrayList<>();
    node.path("portMappings").forEach(port -> ports.add(port.path("containerPort").asInt()));
    List<String> command = new ArrayList<>();
    node.path("command").forEach(word -> command.add(word.asText()));
    return new ContainerDefinition(
        text(file, node, "name"),
        text(file, node, "image"),
        command,
        environment(node),
        labels(node),
        ports,
        Duration.ofSeconds(node.path("stopTimeout").asInt(30)),
        Optional.ofNullable(node.get("user")).map(JsonNode::asText),
        Optional.ofNullable(node.get("healthCheck")).map(DefinitionFile::healthCheck),
        dependsOn(file, node));
  }

  private static HealthCheck healthCheck(JsonNode node) {
    List<String> command = new ArrayList<>();
    node.path("command").forEach(word -> command.add(word.asText()));
    // ECS's own defaults.
    return new HealthCheck(
        command,
        Duration.ofSeconds(node.path("interval").asInt(30)),
        Duration.ofSeconds(node.path("timeout").asInt(5)),
        node.path("retries").asInt(3),
        Duration.ofSeconds(node.path("startPeriod").asInt(0)));
  }

  private static List<String> dependsOn(Path file, JsonNode container) {
    List<String> names = new ArrayList<>();
    for (JsonNode each : container.path("dependsOn")) {
      if (!each.path("condition").asText().equals("HEALTHY")) {
        throw new LocalEcsException(
            "%s: dependsOn '%s' waits for no health check; only the condition HEALTHY is known here"
                .formatted(file, text(file, each, "containerName")));
      }
      names.add(text(file, each, "containerName"));
    }
    return names;
  }

  private static Optional<ProxyConfiguration> proxy(Path file, JsonNode document) {
    JsonNode node = document.path("proxyConfiguration");
    if (node.isMissingNode()) {
      return Optional.empty();
    }
    Map<String, String> properties = new LinkedHashMap<>();
    node.path("properties")
        .forEach(pair -> properties.put(pair.path("name").asText(), pair.path("value").asText()));
    return Optional.of(new ProxyConfiguration(text(file, node, "containerName"), properties));
  }

  private static Map<String, String> environment(JsonNode container) {
    Map<String, String> environment = new LinkedHashMap<>();
    container
        .path("environment")
        .forEach(pair -> environment.put(pair.path("name").asText(), pair.path("value").asText()));
    return environment;
  }

  private static Map<String, String> labels(JsonNode container) {
    Map<String, String> labels = new LinkedHashMap<>();
    container
        .path("dockerLabels")
        .properties()
        .forEach(label -> labels.put(label.getKey(), label.getValue().asText()));
    return labels;
  }

  private static String text(Path file, JsonNode node, String key) {
    JsonNode value = node.path(key);
    if (!value.isTextual() || value.asText().isEmpty()) {
      throw new LocalEcsException("%s: '%s' is missing; add it".formatted(file, key));
    }
    return value.asText();
  }
}
