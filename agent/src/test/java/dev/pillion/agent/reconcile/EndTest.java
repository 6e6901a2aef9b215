package dev.pillion.agent.reconcile;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pillion.inject.plan.Reason;
import dev.pillion.inject.task.EcsLabels;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Draining, the end of a task, and holds that end before the mesh is there.
final class EndTest {
  private static final int HANGUP = 1;
  private static final int TERM = 15;

  @TempDir private Path run;
  private FakeTask task;

  @BeforeEach
  void aHost() {
    task = new FakeTask(run);
  }

  private Standing signal(String container, int number) {
    return task.passed(
        new Hints.Batch(false, Set.of(), Map.of(task.id(container), number), List.of()));
  }

  @Test
  void anAppThatIsToldToStopDrainsTheTask() {
    task.meshed();
    assertInstanceOf(Standing.Released.class, signal("app", HANGUP));
    assertEquals(new Standing.Draining(Optional.empty()), signal("app", TERM));
    assertEquals(List.of(), task.writes());
    assertEquals(List.of(), task.namespaces.done());
  }

  @Test
  void itsEnvoySendsCallersAwayOnceTheTaskIsKnownToDrain() {
    task.meshed();
    signal("app", TERM);
    assertTrue(task.report().draining());
    assertEquals(List.of(), task.drains);
    task.again();
    task.again();
    signal("app", TERM);
    assertEquals(List.of(true), task.drains);
  }

  @Test
  void anAppThatStartsAgainEndsTheDraining() {
    task.meshed();
    signal("app", TERM);
    task.clock.passMillis(100);
    task.runtime.end(task.id("app"), 0);
    assertInstanceOf(Standing.Draining.class, task.look("app"));
    assertInstanceOf(Standing.Released.class, task.appStarts("app"));
    task.again();
    assertEquals(List.of(true, false), task.drains);
  }

  @Test
  void anEnvoyThatAnAgentBeforeThisOneLeftDrainingIsTakenBack() {
    task.meshed();
    signal("app", TERM);
    task.again();
    task.clock.passMillis(100);
    task.runtime.end(task.id("app"), 0);
    task.runtime.start(task.id("app"));
    assertInstanceOf(Standing.Released.class, task.restarted());
    task.again();
    task.again();
    assertEquals(List.of(true, false), task.drains);
  }

  @Test
  void theSidecarsGoWhenThePauseContainerEnds() {
    task.meshed();
    task.runtime.end(task.id("app"), 0);
    assertInstanceOf(Standing.Released.class, task.look("app"));
    task.runtime.end(task.id(EcsLabels.PAUSE), 0);
    assertEquals(
        Optional.empty(), task.machine.pass(Hints.Batch.container(task.id(EcsLabels.PAUSE))));
    assertEquals(List.of("ecs-app", "ecs-~internal~ecs~pause"), task.runtime.names());
    assertEquals("close t1", task.relays.done.getLast());
    assertFalse(Files.exists(run.resolve("tasks/t1")));
  }

  @Test
  void aTaskThatEndsWhileItIsHeldGivesItsHoldBack() {
    task.pauseStarts();
    task.runtime.end(task.id(EcsLabels.PAUSE), 0);
    assertEquals(
        Optional.empty(), task.machine.pass(Hints.Batch.container(task.id(EcsLabels.PAUSE))));
    assertEquals(List.of("arm", "close"), task.namespaces.done());
  }

  @Test
  void anOpenHoldLetsTheAppGoAtOnceAndSetsRulesOnlyOnceEnvoyIsReady() {
    task.pauseStarts();
    Standing standing = task.appCreated("app", with("pillion.hold", "open"));
    assertEquals(
        Reason.ENVOY_NOT_READY, assertInstanceOf(Standing.Unmeshed.class, standing).why().reason());
    assertEquals(List.of("arm", "release"), task.namespaces.done());
    assertEquals(List.of("create " + FakeTask.ENVOY, "start " + FakeTask.ENVOY), ours());
    task.envoyIsReady();
    assertInstanceOf(Standing.Released.class, task.again());
    assertEquals(List.of("create " + FakeTask.ROUTES, "start " + FakeTask.ROUTES), ours());
  }

  @Test
  void aHoldWithALimitEndsThere() {
    task.pauseStarts();
    assertInstanceOf(Standing.Held.class, task.appCreated("app", with("pillion.hold", "3s")));
    task.namespaces.done();
    task.clock.passMillis(2_999);
    assertInstanceOf(Standing.Held.class, task.again());
    task.clock.passMillis(1);
    assertInstanceOf(Standing.Unmeshed.class, task.again());
    assertEquals(List.of("release"), task.namespaces.done());
    task.clock.pass(Duration.ofSeconds(10));
    task.envoyIsReady();
    assertInstanceOf(Standing.Released.class, task.again());
    assertEquals(List.of(), task.namespaces.done());
  }

  private List<String> ours() {
    return task.writes().stream().filter(write -> write.contains(" pillion-")).toList();
  }

  private static Map<String, String> with(String label, String value) {
    var labels = new HashMap<>(FakeTask.OPT_IN);
    labels.put(label, value);
    return labels;
  }
}
