package dev.pillion.envoy.bootstrap;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;

/// What ECS's metadata endpoint says of a task; empty strings where it does not say.
public record TaskMetadata(
    String taskArn, String family, String revision, String cluster, String zone) {
  /// Outside ECS.
  public static final TaskMetadata NONE = new TaskMetadata("", "", "", "", "");

  /// Reads the answer of `${ECS_CONTAINER_METADATA_URI_V4}/task`; nothing is known from anything
  /// else.
  public static TaskMetadata parse(String answer) {
    try {
      JsonNode task = new ObjectMapper().readTree(answer);
      return new TaskMetadata(
          task.path("TaskARN").asText(),
          task.path("Family").asText(),
          task.path("Revision").asText(),
          task.path("Cluster").asText(),
          task.path("AvailabilityZone").asText());
    } catch (JsonProcessingException _) {
      return NONE;
    }
  }

  /// The names that the agent's Envoys use.
  void addTo(ObjectNode metadata) {
    if (!taskArn.isEmpty()) {
      metadata
          .put("ecs_task_arn", taskArn)
          .put("ecs_task_definition_family", family)
          .put("ecs_task_definition_revision", revision)
          .put("ecs_cluster", cluster);
    }
  }

  /// For routing within a zone: `eu-central-1a` lies in `eu-central-1`.
  void addLocalityTo(ObjectNode node) {
    if (!zone.isEmpty()) {
      node.putObject("locality").put("region", zone.replaceFirst("[a-z]$", "")).put("zone", zone);
    }
  }
}
