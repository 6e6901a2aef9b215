package dev.pillion.agent.doctor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pillion.agent.AgentConfig;
import dev.pillion.agent.doctor.Finding.Level;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Gate and ECS agent, each with the other's settings in mind.
final class GateCheckTest {
  private static final String SOCKET = "/run/pillion/docker.sock";
  private static final Map<String, String> THROUGH = Map.of("DOCKER_HOST", "unix://" + SOCKET);

  private static Optional<AgentConfig.Gated> gate(long seconds) {
    return Optional.of(
        new AgentConfig.Gated(Path.of(SOCKET), Duration.ofSeconds(seconds), Map.of()));
  }

  private static List<Finding> look(
      Optional<AgentConfig.Gated> gate, Map<String, String> settings) {
    return new GateCheck(gate, new EcsSettings(Path.of("/etc/ecs/ecs.config"), settings)).look();
  }

  @Test
  void theModeIsTold() {
    Finding off = look(Optional.empty(), Map.of()).getFirst();
    assertEquals(Level.FIT, off.level());
    assertTrue(off.found().startsWith("off: "), off.found());
    Finding on = look(gate(170), THROUGH).getFirst();
    assertEquals(Level.FIT, on.level());
    assertEquals("on: the ECS agent calls Docker through " + SOCKET, on.found());
  }

  @Test
  void aGateThatNobodyCallsIsPoor() {
    Finding finding = look(gate(170), Map.of()).getFirst();
    assertEquals(Level.POOR, finding.level());
    assertEquals(
        "set DOCKER_HOST=unix://%s in /etc/ecs/ecs.config and restart ecs".formatted(SOCKET),
        finding.remedy());
  }

  @Test
  void anEcsAgentThatCallsAGateThatIsOffIsUnfit() {
    Finding finding = look(Optional.empty(), THROUGH).getFirst();
    assertEquals(Level.UNFIT, finding.level());
    assertTrue(finding.remedy().startsWith("set PILLION_GATE=on, or "), finding.remedy());
  }

  @ParameterizedTest
  @CsvSource({"170,'',true", "180,'',false", "180,3m10s,true", "60,10s,false", "44,10s,true"})
  void startsWaitForLessThanTheEcsAgentDoes(long seconds, String timeout, boolean fit) {
    var settings =
        Map.of(
            "DOCKER_HOST",
            THROUGH.getOrDefault("DOCKER_HOST", ""),
            "ECS_CONTAINER_START_TIMEOUT",
            timeout);
    List<Finding> findings = look(gate(seconds), settings);
    assertEquals(fit ? 1 : 2, findings.size(), findings::toString);
    assertEquals(Level.FIT, findings.getFirst().level());
    if (!fit) {
      assertEquals(Level.POOR, findings.getLast().level());
    }
  }
}
