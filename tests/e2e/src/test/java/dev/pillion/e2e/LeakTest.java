package dev.pillion.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pillion.agent.v1.TaskStatus;
import dev.pillion.localecs.Launch;
import dev.pillion.localecs.Pace;
import dev.pillion.localecs.RunningTask;
import dev.pillion.localecs.Syns;
import dev.pillion.rig.Wait;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// No TCP connection passes around the Envoys: counted by the packets' owner at the edge of the
/// task's namespace, and once more on the other side of its link.
@TestInstance(Lifecycle.PER_CLASS)
final class LeakTest {
  private static final Duration LIMIT = Duration.ofSeconds(30);

  /// Of each kind of connection, before counting ends.
  private static final int ENOUGH = 20;

  private static final List<String> FAMILIES = List.of("ip", "ip6");

  @RegisterExtension final Stage stage = new Stage();

  private @Nullable RunningTask white;
  private @Nullable RunningTask peer;
  private @Nullable RunningTask eager;

  @BeforeAll
  void startWhite() {
    RunningTask started = stage.rig().task("colorteller-white", Stage.launch());
    white = started;
    stage.rig().mesh().updateRoute("colors-90-10");
    stage.rig().awaitReleased(started);
  }

  @AfterEach
  void endTasks() {
    if (eager != null) {
      eager.stop();
    }
    if (peer != null) {
      peer.stop();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"nft", "legacy"})
  void nothingPassesAroundTheEnvoysFromTheFirstInstructionOn(String backend) {
    stage.rig().agent().stop();
    stage.rig().agent().start(Map.of("PILLION_IPTABLES", backend));
    var passage = new Passage(backend);
    RunningTask task = startHeldEager(passage);
    stage.rig().awaitReleased(task);
    awaitConnections(task);
    awaitCallersAtEnvoy(passage, task);

    Passage.Counts four = passage.counts(task.network(), "ip");
    Passage.Counts six = passage.counts(task.network(), "ip6");
    Syns left = task.synsLeft();
    assertEquals(0, four.leftByOthers(), "IPv4 connections that left around Envoy");
    assertEquals(0, six.leftByOthers(), "IPv6 connections that left around Envoy");
    assertEquals(0, four.toApp(), "IPv4 connections that entered around Envoy");
    assertEquals(0, six.toApp(), "IPv6 connections that entered around Envoy");
    assertTrue(four.leftByEnvoy() > 0, "the count of what leaves works: " + four);
    assertNotMoreLeftThanEnvoySent(passage, task, left);
    assertOnlyEnvoyReachedTheServer(task);
  }

  @Test
  void theSameTaskWithoutAnAgentLeaksSoTheCountsCount() {
    stage.rig().agent().stop();
    var passage = new Passage("nft");
    RunningTask task = startEager(passage);
    Wait.until(
        "connections around the mesh",
        LIMIT,
        () ->
            FAMILIES.stream()
                .map(family -> passage.counts(task.network(), family))
                .allMatch(counts -> counts.leftByOthers() > 0 && counts.toApp() > 0));
    assertTrue(task.synsLeft().ipv4() > 0 && task.synsLeft().ipv6() > 0);
  }

  private RunningTask startEager(Passage passage) {
    RunningTask caller = stage.rig().ecs().task(Eager.peer(), Launch.plain());
    peer = caller;
    Eager.callNext(caller);
    Launch launch =
        Stage.launch()
            .host("colorteller-white.demo.local", Objects.requireNonNull(white).ipv4())
            .pace(Pace.FAST)
            .networkReady(passage::count);
    RunningTask task = stage.rig().ecs().task(Eager.meshed(caller), launch);
    eager = task;
    return task;
  }

  /// Starts the task while its Envoy can have no configuration, and lets that come when both it and
  /// its peer have tried to connect.
  private RunningTask startHeldEager(Passage passage) {
    stage.rig().server().pause();
    try {
      RunningTask task = startEager(passage);
      Wait.until(
          "a connection attempt at the held task, and one of its own",
          LIMIT,
          () -> task.network().synsEntered().total() > 0 && passage.attempts(task.network()) > 0);
      stage.rig().awaitState(task, TaskStatus.State.HELD, LIMIT);
      return task;
    } finally {
      stage.rig().server().resume();
    }
  }

  private void awaitConnections(RunningTask task) {
    Wait.until(
        "%d connections of each kind".formatted(ENOUGH),
        LIMIT,
        () -> Eager.connected(task).values().stream().allMatch(count -> count >= ENOUGH),
        () -> Eager.connected(task).toString());
  }

  /// The peer calls the two families in turn, each call after the answer to the one before.
  private static void awaitCallersAtEnvoy(Passage passage, RunningTask task) {
    Wait.until(
        "connections of the peer at Envoy, in both families",
        LIMIT,
        () ->
            FAMILIES.stream()
                .allMatch(family -> passage.counts(task.network(), family).toEnvoy() > 0));
  }

  /// The two counts are of the same packets; Envoy's may have grown after the link's was read.
  private static void assertNotMoreLeftThanEnvoySent(Passage passage, RunningTask task, Syns left) {
    assertTrue(left.ipv4() <= passage.counts(task.network(), "ip").leftByEnvoy(), "" + left);
    assertTrue(left.ipv6() <= passage.counts(task.network(), "ip6").leftByEnvoy(), "" + left);
  }

  /// Its server's log has a line for each connection, which names the other end.
  private void assertOnlyEnvoyReachedTheServer(RunningTask task) {
    List<String> calls =
        task.logs("app").lines().filter(line -> line.contains("response:200")).toList();
    assertFalse(calls.isEmpty(), "nobody reached the server: " + task.logs("app"));
    RunningTask caller = Objects.requireNonNull(peer);
    for (String call : calls) {
      assertFalse(call.contains(caller.ipv4()) || call.contains(caller.ipv6()), call);
    }
    long sent = stage.rig().envoy(task).sum("cluster\\.cds_ingress_.*\\.upstream_rq_total");
    assertTrue(calls.size() <= sent, calls.size() + " calls came, and Envoy sent " + sent);
  }
}
