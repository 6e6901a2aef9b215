package dev.pillion.agent.doctor;

import dev.pillion.agent.AgentConfig;
import dev.pillion.mesh.settings.AgentSetting;
import java.nio.file.Path;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// Whether the ECS agent calls Docker through the gate where there is one, and only there. It does
/// not call the socket: that would start an agent where systemd keeps it.
///
/// @param gate empty in events mode
record GateCheck(Optional<AgentConfig.Gated> gate, EcsSettings ecs) implements Check {
  private static final String CHECK = "gate";
  private static final String DOCKER_HOST = "DOCKER_HOST";
  private static final String START_TIMEOUT = "ECS_CONTAINER_START_TIMEOUT";
  private static final Duration USUAL_TIMEOUT = Duration.ofMinutes(3);
  private static final Duration LEAST_TIMEOUT = Duration.ofSeconds(45);

  @Override
  public List<Finding> look() {
    return gate.map(this::open).orElseGet(() -> List.of(off()));
  }

  private Finding off() {
    String usual = AgentSetting.GATE_SOCKET.defaultText().orElseThrow();
    return ecs.of(DOCKER_HOST).equals(address(Path.of(usual)))
        ? Finding.unfit(
            CHECK,
            "off, and the ECS agent calls Docker through %s: its calls wait for nobody"
                .formatted(usual),
            "set PILLION_GATE=on, or take DOCKER_HOST out of %s and restart ecs"
                .formatted(ecs.file()))
        : Finding.fit(CHECK, "off: apps start at once, and their first connections are held");
  }

  private List<Finding> open(AgentConfig.Gated open) {
    var findings = new ArrayList<Finding>();
    String address = address(open.socket());
    findings.add(
        ecs.of(DOCKER_HOST).equals(address)
            ? Finding.fit(CHECK, "on: the ECS agent calls Docker through " + open.socket())
            : Finding.poor(
                CHECK,
                "on at %s, and the ECS agent does not call Docker through it"
                    .formatted(open.socket()),
                "set DOCKER_HOST=%s in %s and restart ecs".formatted(address, ecs.file())));
    Duration patience = patience();
    if (open.startTime().compareTo(patience) >= 0) {
      findings.add(
          Finding.poor(
              "gate start time",
              "%d s, and the ECS agent gives up after %d s: tasks stop without the reason"
                  .formatted(open.startTime().toSeconds(), patience.toSeconds()),
              "set PILLION_GATE_START_TIME to less, or %s in %s to more"
                  .formatted(START_TIMEOUT, ecs.file())));
    }
    return findings;
  }

  /// How long the ECS agent waits for a start. What it cannot read, it takes for not set.
  private Duration patience() {
    try {
      // Go's durations are those of ISO 8601 without their start.
      var set = Duration.parse("PT" + ecs.of(START_TIMEOUT).toUpperCase(Locale.ROOT));
      return set.compareTo(LEAST_TIMEOUT) < 0 ? LEAST_TIMEOUT : set;
    } catch (DateTimeParseException _) {
      return USUAL_TIMEOUT;
    }
  }

  private static String address(Path socket) {
    return "unix://" + socket;
  }
}
