package dev.pillion.inject.definition;

import com.fasterxml.jackson.databind.JsonNode;
import dev.pillion.mesh.model.ProxyGroup;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/// Says what becomes of the parts of an Envoy container that are no variable, size or mount.
final class EnvoyContainerNotes {
  // Told elsewhere, or of no consequence once the container is gone.
  private static final Set<String> TOLD =
      Set.of(
          "name",
          "image",
          "essential",
          "environment",
          "secrets",
          "memory",
          "memoryReservation",
          "cpu",
          "user",
          "mountPoints",
          "dependsOn",
          "healthCheck",
          "stopTimeout",
          "startTimeout",
          "systemControls");
  private static final Map<String, String> LEFT = left();

  private EnvoyContainerNotes() {}

  private static Map<String, String> left() {
    var left = new LinkedHashMap<String, String>();
    left.put(
        "logConfiguration",
        "Envoy's log is now that of a container of the host: docker logs shows it");
    left.put("ulimits", "the limits that Docker gives by default hold (dockerd --default-ulimit)");
    left.put("environmentFiles", "nobody reads them here, and the agent's Envoy is given none");
    left.put("repositoryCredentials", "the agent pulls Envoy's image with the host's");
    left.put("command", "the agent's Envoy has the agent's arguments");
    left.put("entryPoint", "the agent's Envoy has the agent's arguments");
    return left;
  }

  static void tell(Container envoy, ProxyGroup proxy, Notes notes) {
    for (Map.Entry<String, JsonNode> member : envoy.json().properties()) {
      String name = member.getKey();
      if (TOLD.contains(name) || isNothing(member.getValue())) {
        continue;
      }
      switch (name) {
        case "portMappings" -> ports(envoy, proxy, notes);
        case "dockerLabels" -> labels(envoy, notes);
        default ->
            notes.left(
                name + " of container " + envoy.name(),
                LEFT.getOrDefault(name, "the agent's Envoy has no such setting"));
      }
    }
    if (envoy.json().hasNonNull("healthCheck")) {
      notes.removed(
          "healthCheck of container " + envoy.name(),
          "the host's agent holds the task until Envoy is ready, and starts Envoy again");
    }
    String resource = Envoys.resource(envoy);
    if (resource.contains("@")) {
      notes.left(resource, "labels name no owner of a mesh: the mesh is the server's own");
    }
  }

  private static boolean isNothing(JsonNode value) {
    return value.isNull()
        || (value.isContainerNode() && value.isEmpty())
        || (value.isTextual() && value.asText().isEmpty())
        || (value.isBoolean() && !value.booleanValue());
  }

  private static void ports(Container envoy, ProxyGroup proxy, Notes notes) {
    if (proxy.kind() == ProxyGroup.Kind.VIRTUAL_NODE) {
      notes.left(
          "portMappings of container " + envoy.name(),
          "a service whose load balancer names this container must name the app's");
    }
  }

  private static void labels(Container envoy, Notes notes) {
    if (!envoy.labels().keySet().stream().allMatch(Origin::isOrigin)) {
      notes.left(
          "dockerLabels of container " + envoy.name(), "the agent's Envoy has labels of its own");
    }
  }
}
