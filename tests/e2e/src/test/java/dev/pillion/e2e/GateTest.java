package dev.pillion.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pillion.agent.v1.GateStatus;
import dev.pillion.agent.v1.TaskStatus;
import dev.pillion.localecs.ContainerDefinition;
import dev.pillion.localecs.Launch;
import dev.pillion.localecs.Pace;
import dev.pillion.localecs.RunningTask;
import dev.pillion.localecs.Settings;
import dev.pillion.localecs.TaskDefinition;
import dev.pillion.localecs.TaskNetwork;
import dev.pillion.rig.Wait;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.extension.RegisterExtension;

/// Tasks whose containers are made and started through the agent's gate.
@TestInstance(Lifecycle.PER_CLASS)
final class GateTest {
  private static final Duration LIMIT = Duration.ofSeconds(60);
  private static final int ENOUGH = 20;

  @RegisterExtension final Stage stage = new Stage();

  @BeforeAll
  void openTheGate() {
    startAgent("60s");
  }

  private void startAgent(String startTime) {
    stage.rig().agent().stop();
    stage
        .rig()
        .agent()
        .start(
            Map.of(
                "PILLION_GATE",
                "on",
                "PILLION_GATE_SOCKET",
                socket().toString(),
                "PILLION_GATE_START_TIME",
                startTime));
  }

  private Path socket() {
    return stage.rig().agent().runDir().resolve("docker.sock");
  }

  private GateStatus gate() {
    return stage.rig().agent().status().getGate();
  }

  @Test
  void anAppsFirstInstructionComesAfterItsMeshIsReadyAndNothingPassesAroundIt() {
    RunningTask white = stage.rig().task("colorteller-white", Stage.launch().through(socket()));
    stage.rig().mesh().updateRoute("colors-90-10");
    RunningTask peer = stage.rig().ecs().task(Eager.peer(), Launch.plain().through(socket()));
    Eager.callNext(peer);
    var passage = new Passage("nft");
    var network = new AtomicReference<TaskNetwork>();
    Launch launch =
        Stage.launch()
            .host("colorteller-white.demo.local", white.ipv4())
            .pace(Pace.FAST)
            .through(socket())
            .networkReady(ready -> {
              passage.count(ready);
              network.set(ready);
            });
    // Its Envoy can have no configuration yet.
    stage.rig().server().pause();
    CompletableFuture<RunningTask> starting;
    try {
      starting =
          CompletableFuture.supplyAsync(() -> stage.rig().ecs().task(Eager.meshed(peer), launch));
      // Not that of the pause container, which waits for a look only.
      Wait.until(
          "the app's start waits", LIMIT, () -> network.get() != null && gate().getWaiting() == 1);
      assertEquals(0, passage.attempts(network.get()), "an app that has not started sends nothing");
      assertFalse(starting.isDone());
    } finally {
      stage.rig().server().resume();
    }
    RunningTask task = starting.join();
    TaskStatus status = stage.rig().awaitReleased(task);
    var released = status.getReleasedAfter();
    Duration after = Duration.ofSeconds(released.getSeconds(), released.getNanos());
    assertTrue(task.timeline().gap("app").compareTo(after) > 0, status.toString());
    assertFalse(status.hasExposedFor());

    Wait.until(
        "%d connections of each kind".formatted(ENOUGH),
        LIMIT,
        () -> Eager.connected(task).values().stream().allMatch(count -> count >= ENOUGH),
        () -> Eager.connected(task).toString());
    for (String family : List.of("ip", "ip6")) {
      Passage.Counts counts = passage.counts(task.network(), family);
      assertEquals(0, counts.leftByOthers(), "connections that left around Envoy, " + family);
      assertEquals(0, counts.toApp(), "connections that entered around Envoy, " + family);
    }
    // Envoy goes on over IPv4, whichever it was called by.
    assertTrue(passage.counts(task.network(), "ip").leftByEnvoy() > 0, "what leaves is counted");
    // The peer does not opt in: it neither waited nor counts.
    assertEquals(0, gate().getFailed() + gate().getLetThrough());
    task.stop();
    peer.stop();
    white.stop();
  }

  @Test
  void aTaskThatCannotBeMeshedFailsWithTheReasonThatEcsShows() {
    startAgent("3s");
    var refused =
        assertThrows(
            RuntimeException.class,
            () -> stage.rig().ecs().task(of("nobody"), Launch.plain().through(socket())));
    String message = String.valueOf(refused.getMessage());
    assertTrue(message.contains("{\"message\":\"pillion: virtual-node-missing: "), message);
    assertTrue(message.contains("(held for 3 s)"), message);
    assertEquals(1, gate().getFailed());
  }

  private static TaskDefinition of(String node) {
    return TaskDefinition.of(
        "failing",
        ContainerDefinition.of("app", Settings.DEMO_IMAGE, "sh", "-c", "sleep 60")
            .label("pillion.mesh", "demo")
            .label("pillion.virtual-node", node)
            .stopTimeout(Duration.ofSeconds(1)));
  }
}
