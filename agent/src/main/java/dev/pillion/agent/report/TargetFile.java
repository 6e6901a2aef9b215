package dev.pillion.agent.report;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.pillion.agent.report.ServerLink.Target;
import dev.pillion.agent.state.StateFile;
import dev.pillion.mesh.model.ProxyGroup;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The virtual nodes and gateways that exist, on disk, so that an agent that starts while the
/// server is away still knows their listeners' ports and whether they take in tasks. What cannot be
/// read is as none.
record TargetFile(StateFile file) {
  private static final Logger LOG = LoggerFactory.getLogger(TargetFile.class);
  private static final String PORTS = "ports";
  private static final String INJECTION_OFF = "injectionOff";

  static TargetFile in(Path stateDirectory) {
    return new TargetFile(new StateFile(stateDirectory, "targets.json"));
  }

  Map<ProxyGroup, Target.Exists> read() {
    var targets = new HashMap<ProxyGroup, Target.Exists>();
    try {
      Optional<String> text = file.read();
      if (text.isPresent()) {
        for (var entry : new ObjectMapper().readTree(text.get()).properties()) {
          ProxyGroup.parse(entry.getKey())
              .ifPresent(group -> targets.put(group, exists(entry.getValue())));
        }
      }
    } catch (IOException e) {
      LOG.warn(
          "file={} problem=\"{}\" remedy=\"none needed: it is written anew once the server"
              + " is heard\"",
          file.path(),
          e.toString());
    }
    return targets;
  }

  /// Ports alone, or with why injection is off.
  private static Target.Exists exists(JsonNode target) {
    var ports = new HashSet<Integer>();
    (target.isArray() ? target : target.path(PORTS)).forEach(port -> ports.add(port.asInt()));
    return new Target.Exists(ports, Optional.ofNullable(target.path(INJECTION_OFF).textValue()));
  }

  void write(SortedMap<String, Target.Exists> targets) {
    var root = JsonNodeFactory.instance.objectNode();
    targets.forEach((group, target) -> {
      ArrayNode ports =
          target.injectionOff().isEmpty()
              ? root.putArray(group)
              : root.putObject(group)
                  .put(INJECTION_OFF, target.injectionOff().get())
                  .putArray(PORTS);
      target.listenerPorts().stream().sorted().forEach(ports::add);
    });
    try {
      file.write(root.toPrettyString() + "\n");
    } catch (IOException e) {
      LOG.warn(
          "file={} problem=\"{}\" remedy=\"let the agent write there; without it an agent that"
              + " starts while the server is away does not know listener ports\"",
          file.path(),
          e.toString());
    }
  }
}
