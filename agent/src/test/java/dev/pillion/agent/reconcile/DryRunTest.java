package dev.pillion.agent.reconcile;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pillion.agent.report.ServerLink.Target;
import dev.pillion.inject.plan.Reason;
import dev.pillion.inject.task.EcsLabels;
import dev.pillion.mesh.model.MeshException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// An agent that only decides: what it says, and that it does nothing.
final class DryRunTest {
  @TempDir private Path run;

  @Test
  void aTaskThatOptsInIsLeftAloneAndItIsSaidWhatWouldBeDone() {
    var task = new FakeTask(run, true);
    task.pauseStarts();
    Standing standing = task.appCreated("app", FakeTask.OPT_IN);
    assertEquals(
        new Note(
            Reason.DRY_RUN,
            "would be meshed as virtual node demo/front, app ports 8080, Envoy envoy:1",
            "start the agent without --dry-run"),
        assertInstanceOf(Standing.Skipped.class, standing).why());
    task.envoyIsReady();
    task.again();
    task.appStarts("app");
    assertUntouched(task);
    // Else the server would take it for a task that must get no traffic yet.
    assertFalse(task.report().optedIn());
    assertEquals(Optional.of(FakeTask.FRONT), task.report().group());

    task.runtime.end(task.id(EcsLabels.PAUSE), 0);
    assertEquals(
        Optional.empty(), task.machine.pass(Hints.Batch.container(task.id(EcsLabels.PAUSE))));
    assertUntouched(task);
  }

  @Test
  void whatItWouldWaitForIsSaid() {
    var task = new FakeTask(run, true);
    task.server.targets.put(FakeTask.FRONT, new Target.Missing("no mesh demo"));
    task.pauseStarts();
    var why =
        assertInstanceOf(Standing.Skipped.class, task.appCreated("app", FakeTask.OPT_IN)).why();
    assertEquals("would be held: no mesh demo", why.message());
    assertUntouched(task);
  }

  @Test
  void otherDecisionsAreSaidAsEver() {
    var task = new FakeTask(run, true);
    task.pauseStarts();
    var standing = task.appCreated("app", Map.of("pillion.virtual-nod", "demo/front"));
    assertEquals(
        Reason.UNKNOWN_LABEL, assertInstanceOf(Standing.Refused.class, standing).why().reason());
    assertUntouched(task);
  }

  @Test
  void whatAnotherAgentMeshedIsLeftAsItIs() {
    var before = new FakeTask(run);
    before.meshed();
    before.relays.done.clear();
    var machine = new TaskMachine(dry(before.host), FakeTask.ARN);
    assertEquals(
        Reason.DRY_RUN,
        machine.pass(Hints.Batch.ALL).orElseThrow().standing().note().orElseThrow().reason());
    assertUntouched(before);
    assertTrue(before.runtime.names().contains(FakeTask.ENVOY));
    before.runtime.end(before.id(EcsLabels.PAUSE), 0);
    machine.pass(Hints.Batch.ALL);
    assertUntouched(before);
  }

  @Test
  void nobodyJoinsOrLeaves() {
    var task = new FakeTask(run, true);
    task.pauseStarts();
    task.appCreated("app", Map.of());
    var refused = assertThrows(MeshException.class, () -> task.join(FakeTask.OPT_IN));
    assertEquals(
        "task t1: the agent of this host runs with --dry-run and touches nothing; start it without",
        refused.getMessage());
    assertFalse(Files.exists(run.resolve("state")));
    assertUntouched(task);
  }

  private static Host dry(Host host) {
    return new Host(
        host.runtime(),
        host.namespaces(),
        host.planner(),
        host.injector(),
        host.directories(),
        host.probe(),
        host.relays(),
        host.server(),
        host.definitions(),
        host.choices(),
        host.undecidedHold(),
        true,
        host.clock());
  }

  private static void assertUntouched(FakeTask task) {
    assertEquals(List.of(), task.namespaces.done());
    assertEquals(
        List.of(),
        task.writes().stream().filter(write -> !write.startsWith("start ecs-")).toList());
    assertEquals(List.of(), task.relays.done);
  }
}
