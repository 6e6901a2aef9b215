package dev.pillion.agent.reconcile;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import dev.pillion.agent.netns.Namespaces.HoldRules;
import dev.pillion.inject.plan.Reason;
import dev.pillion.inject.task.EcsLabels;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A new agent finds what the one before it left, however that ended.
final class RestartTest {
  @TempDir private Path run;
  private FakeTask task;

  @BeforeEach
  void aHost() {
    task = new FakeTask(run);
  }

  @Test
  void aMeshedTaskIsAdoptedUntouched() {
    task.meshed();
    task.relays.done.clear();
    assertEquals(new Standing.Released(Optional.empty()), task.restarted());
    assertEquals(List.of(), task.writes());
    assertEquals(List.of(), task.namespaces.done());
    assertEquals(List.of("open mesh/demo/virtualNode/front/t1"), task.relays.done);
    assertEquals(Optional.of(Duration.ZERO), task.report().heldAfter());
  }

  @Test
  void aMeshedTaskIsAdoptedAlsoWhileTheServerIsAway() {
    task.meshed();
    task.relays.done.clear();
    task.server.targets.clear();
    Standing standing = task.restarted();
    assertInstanceOf(Standing.Released.class, standing);
    assertEquals(Reason.SERVER_UNHEARD, standing.note().orElseThrow().reason());
    assertEquals(List.of(), task.writes());
    assertEquals(List.of(), task.namespaces.done());
    assertEquals(List.of("open mesh/demo/virtualNode/front/t1"), task.relays.done);
  }

  @Test
  void aHalfDoneInjectionIsFinishedUnderTheHold() {
    task.pauseStarts();
    task.appCreated("app", FakeTask.OPT_IN);
    task.appStarts("app");
    task.clock.pass(Duration.ofSeconds(9));
    task.namespaces.done();
    task.writes();
    assertInstanceOf(Standing.Held.class, task.restarted());
    assertEquals(List.of("arm", "decide [8080]"), task.namespaces.done());
    assertEquals(List.of(), task.writes());
    task.envoyIsReady();
    assertEquals(new Standing.Released(Optional.empty()), task.again());
    assertEquals(List.of("release"), task.namespaces.done());
    assertEquals(Optional.empty(), task.report().exposedFor());
  }

  @Test
  void aHoldThatWasNeverDecidedIsTakenAwayFromATaskThatDoesNotOptIn() {
    task.pauseStarts();
    task.appCreated("app", Map.of());
    task.runtime.start(task.id("app"));
    task.namespaces.done();
    assertEquals(HoldRules.BYPASSED, task.namespaces.leftover);
    assertInstanceOf(Standing.Skipped.class, task.restarted());
    assertEquals(List.of("arm", "release"), task.namespaces.done());
  }

  @Test
  void aTaskThatDoesNotOptInIsNotTouched() {
    task.pauseStarts();
    task.appCreated("app", Map.of());
    task.appStarts("app");
    task.namespaces.done();
    assertInstanceOf(Standing.Skipped.class, task.restarted());
    assertEquals(List.of(), task.namespaces.done());
  }

  @Test
  void aTaskThatStartedMeanwhileJoinsAndIsShownExposed() {
    String pause = task.create(EcsLabels.PAUSE, Map.of(), "none", "");
    task.runtime.start(pause);
    task.clock.passMillis(300);
    task.runtime.start(task.create("app", FakeTask.OPT_IN, "container:" + pause, ""));
    task.clock.pass(Duration.ofSeconds(7));
    assertInstanceOf(Standing.Held.class, task.restarted());
    assertEquals(List.of("arm", "decide [8080]"), task.namespaces.done());
    task.envoyIsReady();
    Standing standing = task.again();
    assertEquals(Reason.EXPOSED, standing.note().orElseThrow().reason());
    assertEquals("ran for 7000 ms before it was held", standing.note().orElseThrow().message());
    assertEquals(Optional.of(Duration.ofSeconds(7)), task.report().exposedFor());
    // The next agent still shows it.
    task.restarted();
    assertEquals(Optional.of(Duration.ofSeconds(7)), task.report().exposedFor());
  }

  @Test
  void anEnvoyThatDiedMeanwhileIsHeldAndStartedAgain() {
    task.meshed();
    task.runtime.end(FakeTask.ENVOY, 1);
    assertInstanceOf(Standing.Released.class, task.restarted());
    assertEquals(List.of("arm", "decide [8080]", "release"), task.namespaces.done());
    assertEquals(List.of("start " + FakeTask.ENVOY), task.writes());
  }

  @Test
  void whatIsLeftOfATaskThatEndedMeanwhileIsRemoved() {
    task.meshed();
    task.runtime.remove(task.id("app"));
    task.runtime.remove(task.id(EcsLabels.PAUSE));
    task.machine = new TaskMachine(task.host, FakeTask.ARN);
    assertEquals(Optional.empty(), task.machine.pass(Hints.Batch.ALL));
    assertEquals(List.of(), task.runtime.names());
    assertFalse(Files.exists(run.resolve("tasks/t1")));
  }
}
