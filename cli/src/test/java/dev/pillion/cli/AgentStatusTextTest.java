package dev.pillion.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.Duration;
import com.google.protobuf.Timestamp;
import dev.pillion.agent.v1.AgentStatus;
import dev.pillion.agent.v1.GateStatus;
import dev.pillion.agent.v1.Link;
import dev.pillion.agent.v1.ProxyRef;
import dev.pillion.agent.v1.TaskStatus;
import java.time.Instant;
import org.junit.jupiter.api.Test;

final class AgentStatusTextTest {
  private static final Instant NOW = Instant.ofEpochSecond(1_000_000);

  @Test
  void everyTaskHasALineAndEveryTroubleItsRemedy() {
    var status =
        AgentStatus.newBuilder()
            .setVersion("1.2.3")
            .setReporter("host-a")
            .setEpoch(7)
            .setStarted(Timestamp.newBuilder().setSeconds(1_000_000 - 3_700))
            .setServer(Link.newBuilder().setEndpoint("mesh.local:9391").setUp(true))
            .setDocker(Link.newBuilder().setEndpoint("unix:///var/run/docker.sock").setUp(true))
            .setCloudMap(
                Link.newBuilder().setProblem("no region is set").setRemedy("set AWS_REGION"))
            .setHold("queue")
            .addTasks(released())
            .addTasks(refused())
            .build();
    assertEquals(
        """
        agent 1.2.3 of host-a, started 1h1m ago, start number 7
        LINK       STATE  WHERE
        server     up     mesh.local:9391
        docker     up     unix:///var/run/docker.sock
        cloud map  off    no region is set; set AWS_REGION
        ecs        off
        mode: events; first connections are held
        TASK  DEFINITION  STATE     PROXY       HELD  RELEASED  REASON
        t1    front:3     released  shop/front  12ms  612ms
        t2    cart:1      refused   -           -     -         unknown-label
          t1 ran 4270ms before it was held: what it connected then went around its Envoy
          t2: label 'pillion.mash' is not known; write pillion.mesh
        """,
        AgentStatusText.of(status, NOW));
  }

  @Test
  void theGateIsShownWithWhatBecameOfStarts() {
    var gate =
        GateStatus.newBuilder()
            .setSocket("/run/pillion/docker.sock")
            .setActivated(true)
            .setWaiting(1)
            .setStarts(7)
            .setFailed(2)
            .setLetThrough(3)
            .setDropped(1);
    String text = AgentStatusText.of(AgentStatus.newBuilder().setGate(gate).build(), NOW);
    assertTrue(
        text.contains(
            "mode: gate at /run/pillion/docker.sock, kept by systemd; starts: 1 waiting, 7 in all, 2"
                + " failed, 3 let through, 1 dropped\n"),
        text);
  }

  private static TaskStatus released() {
    return TaskStatus.newBuilder()
        .setId("t1")
        .setFamily("front")
        .setRevision("3")
        .setState(TaskStatus.State.RELEASED)
        .setProxy(ProxyRef.newBuilder().setMesh("shop").setName("front"))
        .setHeldAfter(millis(12))
        .setReleasedAfter(millis(612))
        .setExposedFor(millis(4_270))
        .build();
  }

  private static TaskStatus refused() {
    return TaskStatus.newBuilder()
        .setId("t2")
        .setFamily("cart")
        .setRevision("1")
        .setState(TaskStatus.State.REFUSED)
        .setReason("unknown-label")
        .setMessage("label 'pillion.mash' is not known")
        .setRemedy("write pillion.mesh")
        .build();
  }

  private static Duration millis(long millis) {
    return Duration.newBuilder()
        .setSeconds(millis / 1_000)
        .setNanos((int) (millis % 1_000) * 1_000_000)
        .build();
  }
}
