package dev.pillion.localecs;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.LinkedHashMap;
import java.util.Map;

/// The documents of the task metadata endpoint, version 4, and the environment that names it.
final class Metadata {
  private static final ObjectMapper JSON = new ObjectMapper();

  private Metadata() {}

  /// What every app container finds in its environment.
  static Map<String, String> environment(Settings settings, String metadataId) {
    String base = "http://" + Addresses.TASK_METADATA;
    var environment = new LinkedHashMap<String, String>();
    environment.put("ECS_CONTAINER_METADATA_URI", base + "/v3/" + metadataId);
    environment.put("ECS_CONTAINER_METADATA_URI_V4", base + "/v4/" + metadataId);
    environment.put("ECS_AGENT_URI", base + "/api/" + metadataId);
    environment.put("AWS_REGION", settings.region());
    environment.put("AWS_DEFAULT_REGION", settings.region());
    return environment;
  }

  /// The document at `/v4/<id>/task`.
  static String task(Settings settings, TaskRecord task) {
    ObjectNode document = JSON.createObjectNode();
    document
        .put("Cluster", settings.cluster())
        .put("TaskARN", task.arn())
        .put("Family", task.family())
        .put("Revision", Integer.toString(task.revision()))
        .put("DesiredStatus", "RUNNING")
        .put("KnownStatus", "RUNNING")
        .put("LaunchType", "EC2")
        .put("AvailabilityZone", settings.region() + "a")
        .put("ServiceName", task.serviceName());
    var containers = document.putArray("Containers");
    containers.add(container(task, Names.PAUSE, task.pauseId(), "CNI_PAUSE"));
    task.containers().forEach((name, id) -> containers.add(container(task, name, id, "NORMAL")));
    return document.toString();
  }

  /// The document at `/v4/<id>`.
  static String container(TaskRecord task, String name) {
    return container(task, name, task.containers().getOrDefault(name, ""), "NORMAL").toString();
  }

  private static ObjectNode container(TaskRecord task, String name, String id, String type) {
    ObjectNode document = JSON.createObjectNode();
    document.put("DockerId", id).put("Name", name).put("Type", type).put("KnownStatus", "RUNNING");
    ObjectNode network = document.putArray("Networks").addObject();
    network.put("NetworkMode", "awsvpc").putArray("IPv4Addresses").add(task.ipv4());
    network.putArray("IPv6Addresses").add(task.ipv6());
    return document;
  }
}
