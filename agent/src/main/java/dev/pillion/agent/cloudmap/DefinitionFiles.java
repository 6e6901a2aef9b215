package dev.pillion.agent.cloudmap;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.pillion.agent.state.StateFile;
import dev.pillion.inject.task.DefinitionView;
import dev.pillion.inject.task.DefinitionView.Known;
import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Task definitions on disk, one file each: what an outage of the ECS API does not take away. A
/// file that cannot be read is as none.
record DefinitionFiles(Path folder) {
  private static final Logger LOG = LoggerFactory.getLogger(DefinitionFiles.class);
  private static final ObjectMapper JSON = new ObjectMapper();

  /// Whether ECS could have such a definition; a family is up to 255 letters, digits, hyphens and
  /// underscores, so its file's name is safe.
  static boolean plausible(String family, String revision) {
    return family.matches("[A-Za-z0-9_-]{1,255}") && revision.matches("[0-9]{1,10}");
  }

  Optional<Known> read(String family, String revision) {
    var file = file(family, revision);
    try {
      Optional<String> text = file.read();
      return text.isPresent() ? Optional.of(known(text.get())) : Optional.empty();
    } catch (IOException | IllegalArgumentException e) {
      LOG.debug("file={} is not readable, it is asked for again: {}", file.path(), e.toString());
      return Optional.empty();
    }
  }

  void write(String family, String revision, Known known) {
    var file = file(family, revision);
    try {
      file.write(json(known));
    } catch (ClosedByInterruptException _) {
      LOG.debug("file={} is not written, the agent stops", file.path());
    } catch (IOException e) {
      LOG.warn(
          "file={} problem=\"{}\" remedy=\"let the agent write there; task definitions are read"
              + " again after each start\"",
          file.path(),
          e.toString());
    }
  }

  private StateFile file(String family, String revision) {
    return new StateFile(folder, family + "." + revision + ".json");
  }

  private static String json(Known known) {
    var root = JsonNodeFactory.instance.objectNode();
    root.put("networkMode", known.networkMode());
    root.put("proxyConfiguration", known.proxyConfiguration());
    var containers = root.putArray("containers");
    for (DefinitionView.Container container : known.containers()) {
      var node = containers.addObject();
      node.put("name", container.name()).put("user", container.user());
      var labels = node.putObject("labels");
      container.labels().forEach(labels::put);
      var ports = node.putArray("tcpPorts");
      container.tcpPorts().stream().sorted().forEach(ports::add);
    }
    return root.toPrettyString() + "\n";
  }

  private static Known known(String text) throws JsonProcessingException {
    JsonNode root = JSON.readTree(text);
    var containers = new ArrayList<DefinitionView.Container>();
    for (JsonNode node : root.required("containers")) {
      var labels = new HashMap<String, String>();
      node.required("labels")
          .properties()
          .forEach(e -> labels.put(e.getKey(), e.getValue().asText()));
      var ports = new HashSet<Integer>();
      node.required("tcpPorts").forEach(port -> ports.add(port.asInt()));
      containers.add(
          new DefinitionView.Container(
              node.required("name").asText(), labels, node.required("user").asText(), ports));
    }
    return new Known(
        containers,
        root.required("networkMode").asText(),
        root.required("proxyConfiguration").asBoolean());
  }
}
