package dev.pillion.inject.definition;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.pillion.inject.plan.BindMount;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// The files that an Envoy reads: volumes and mount points of a definition, and the label that
/// stands for them.
final class Mounts {
  private static final String VOLUME = "pillion-mount-";

  private Mounts() {}

  /// The mounts of an Envoy as the label's value; what the label cannot say is told.
  static Optional<String> label(TaskDefinition definition, Container envoy, Notes notes) {
    Map<String, JsonNode> volumes = new TreeMap<>();
    definition
        .root()
        .path("volumes")
        .forEach(volume -> volumes.put(volume.path("name").asText(), volume));
    var pairs = new ArrayList<String>();
    for (JsonNode mount : envoy.json().path("mountPoints")) {
      String name = mount.path("sourceVolume").asText();
      String target = mount.path("containerPath").asText();
      JsonNode volume = volumes.get(name);
      String source = volume == null ? "" : volume.path("host").path("sourcePath").asText();
      if (source.isEmpty()) {
        notes.left(
            "volume " + name,
            "the agent's Envoy reads files of the host only: put what it had at %s there, and name"
                    .formatted(target)
                + " the folder in pillion.bind-mounts");
        continue;
      }
      pairs.add(source + ":" + target);
      if (!mount.path("readOnly").asBoolean()) {
        notes.changed("volume " + name, "Envoy may only read what is in it");
      }
    }
    return pairs.isEmpty() ? Optional.empty() : Optional.of(String.join(",", pairs));
  }

  /// Takes out the volumes that only the Envoy used, once it is out itself.
  static void prune(TaskDefinition definition, Container envoy, Notes notes) {
    if (!(definition.root().get("volumes") instanceof ArrayNode volumes)) {
      return;
    }
    for (JsonNode mount : envoy.json().path("mountPoints")) {
      String name = mount.path("sourceVolume").asText();
      boolean used =
          definition.containers().stream()
              .flatMap(container -> container.json().path("mountPoints").valueStream())
              .anyMatch(other -> other.path("sourceVolume").asText().equals(name));
      if (!used) {
        volumes.removeIf(volume -> volume.path("name").asText().equals(name));
        notes.removed("volume " + name, "no other container has it");
      }
    }
    if (volumes.isEmpty() && !envoy.json().path("mountPoints").isEmpty()) {
      definition.root().remove("volumes");
    }
  }

  /// Gives an Envoy volumes of the host.
  static void add(TaskDefinition definition, ObjectNode envoy, List<BindMount> mounts) {
    int number = 1;
    for (BindMount mount : mounts) {
      String name = VOLUME + number++;
      definition
          .root()
          .withArrayProperty("volumes")
          .addObject()
          .put("name", name)
          .putObject("host")
          .put("sourcePath", mount.source());
      envoy
          .withArrayProperty("mountPoints")
          .addObject()
          .put("sourceVolume", name)
          .put("containerPath", mount.target())
          .put("readOnly", mount.readOnly());
    }
  }
}
