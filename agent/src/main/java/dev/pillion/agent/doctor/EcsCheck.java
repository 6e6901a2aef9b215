package dev.pillion.agent.doctor;

import dev.pillion.agent.report.HostIdentity;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;

/// The ECS agent, and those of its settings that touch containers which it did not start.
///
/// @param introspection where it answers
record EcsCheck(EcsSettings settings, URI introspection) implements Check {
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
    if (settings.of(CLEANUP).equals("true")) {
      findings.add(
          Finding.poor(
              "ecs image cleanup",
              CLEANUP + " is on: images and containers that no task definition names are removed",
              "add Pillion's images to %s (now '%s'), or switch it off in %s"
                  .formatted(EXCLUDED, settings.of(EXCLUDED), settings.file())));
    }
    return findings;
  }
}
