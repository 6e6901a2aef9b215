package dev.pillion.agent.doctor;

import dev.pillion.agent.report.HostIdentity;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// The ECS agent, and those of its settings that touch containers which it did not start.
///
/// @param config its settings
/// @param introspection where it answers
record EcsCheck(Path config, URI introspection) implements Check {
  private static final String CLEANUP = "ECS_ENABLE_UNTRACKED_IMAGE_CLEANUP";
  private static final String EXCLUDED = "ECS_EXCLUDE_UNTRACKED_IMAGE";

  @Override
  public List<Finding> look() {
    var findings = new ArrayList<Finding>();
    HostIdentity identity = HostIdentity.find(introspection);
    findings.add(
        identity.cluster().isEmpty()
            ? Finding.poor(
                "ecs agent",
                "does not answer at " + introspection,
                "start it, if this is an ECS host; plain containers with labels work without it")
            : Finding.fit("ecs agent", "cluster " + identity.cluster()));
    Map<String, String> settings = settings();
    if (settings.getOrDefault(CLEANUP, "").equals("true")) {
      findings.add(
          Finding.poor(
              "ecs image cleanup",
              CLEANUP + " is on: images and containers that no task definition names are removed",
              "add Pillion's images to %s (now '%s'), or switch it off in %s"
                  .formatted(EXCLUDED, settings.getOrDefault(EXCLUDED, ""), config)));
    }
    return findings;
  }

  private Map<String, String> settings() {
    var settings = new HashMap<String, String>();
    try {
      for (String line : Files.readAllLines(config)) {
        int equals = line.indexOf('=');
        if (equals > 0) {
          settings.put(line.substring(0, equals).strip(), line.substring(equals + 1).strip());
        }
      }
    } catch (IOException _) {
      // A host without the ECS agent has none.
      return Map.of();
    }
    return settings;
  }
}
