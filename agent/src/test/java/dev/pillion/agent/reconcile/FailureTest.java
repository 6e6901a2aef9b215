package dev.pillion.agent.reconcile;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pillion.agent.envoy.EnvoyProbe;
import dev.pillion.agent.link.Eventually;
import dev.pillion.inject.plan.Reason;
import dev.pillion.inject.task.EcsLabels;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What fails on the way holds the task, says so, and is tried again.
final class FailureTest {
  @TempDir private Path run;
  private FakeTask task;

  @BeforeEach
  void aHost() {
    task = new FakeTask(run);
  }

  private static Reason held(Standing standing) {
    return assertInstanceOf(Standing.Held.class, standing).why().reason();
  }

  @Test
  void anEnvoyImageThatCannotBePulled() {
    task.runtime.noImage("envoy:1");
    task.pauseStarts();
    task.appCreated("app", FakeTask.OPT_IN);
    Standing standing = task.again();
    assertEquals(Reason.ENVOY_IMAGE, held(standing));
    assertEquals(
        "image envoy:1 cannot be pulled: pull access denied for envoy:1",
        standing.note().orElseThrow().message());
    task.runtime.inRegistry("envoy:1");
    task.clock.pass(Duration.ofSeconds(6));
    task.again();
    task.envoyIsReady();
    assertInstanceOf(Standing.Released.class, task.again());
  }

  @Test
  void aRouteManagerThatFailsRunsAgainAfterAPauseThatGrows() {
    task.runtime.image("routes:1", 1, "Permission denied");
    task.pauseStarts();
    assertEquals(Reason.ROUTE_MANAGER_FAILED, held(task.appCreated("app", FakeTask.OPT_IN)));
    task.writes();
    assertEquals(Reason.ROUTE_MANAGER_FAILED, held(task.again()));
    List<String> oneMore =
        List.of(
            "remove " + FakeTask.ROUTES, "create " + FakeTask.ROUTES, "start " + FakeTask.ROUTES);
    assertEquals(oneMore, task.writes());
    task.clock.passMillis(999);
    assertEquals(Reason.ROUTE_MANAGER_FAILED, held(task.again()));
    assertEquals(List.of(), task.writes());
    task.clock.passMillis(1);
    task.again();
    assertEquals(oneMore, task.writes());
    task.runtime.image("routes:1", 0, "");
    task.envoyIsReady();
    task.clock.passMillis(1_999);
    assertEquals(Reason.ROUTE_MANAGER_FAILED, held(task.again()));
    task.clock.passMillis(1);
    assertInstanceOf(Standing.Released.class, task.again());
  }

  @Test
  void anEnvoyThatDiesIsHeldFirstAndThenStartedAgain() {
    task.meshed();
    task.namespaces.listening.clear();
    task.envoy = new EnvoyProbe.Readiness.Waiting("it starts");
    task.runtime.end(FakeTask.ENVOY, 139);
    assertEquals(Reason.ENVOY_NOT_READY, held(task.look(FakeTask.ENVOY)));
    assertEquals(List.of("arm", "decide [8080]"), task.namespaces.done());
    assertEquals(List.of("start " + FakeTask.ENVOY), task.writes());
    task.envoyIsReady();
    assertInstanceOf(Standing.Released.class, task.again());
    assertEquals(1, task.report().envoyRestarts());
    assertEquals(Optional.empty(), task.report().exposedFor());
  }

  @Test
  void anEnvoyThatSomebodyRemovesIsHeldFirstAndThenMadeAnew() {
    task.meshed();
    String id = task.id(FakeTask.ENVOY);
    task.runtime.remove(id);
    task.writes();
    assertInstanceOf(Standing.Released.class, task.passed(Hints.Batch.container(id)));
    assertEquals(List.of("arm", "decide [8080]", "release"), task.namespaces.done());
    assertEquals(List.of("create " + FakeTask.ENVOY, "start " + FakeTask.ENVOY), task.writes());
  }

  @Test
  void anEnvoyThatDiesAgainAndAgainIsStartedMoreAndMoreSlowly() {
    task.meshed();
    task.clock.passMillis(10);
    task.runtime.end(FakeTask.ENVOY, 139);
    task.look(FakeTask.ENVOY);
    task.clock.passMillis(10);
    task.runtime.end(FakeTask.ENVOY, 139);
    Standing standing = task.look(FakeTask.ENVOY);
    assertEquals(Reason.ENVOY_DIED, held(standing));
    assertEquals(
        "Envoy ended with status 139 and is started again",
        standing.note().orElseThrow().message());
    task.writes();
    task.clock.passMillis(999);
    task.again();
    assertEquals(List.of(), task.writes());
    task.clock.passMillis(1);
    assertInstanceOf(Standing.Released.class, task.again());
    assertEquals(2, task.report().envoyRestarts());
  }

  private void dies(boolean outOfMemory) {
    task.clock.passMillis(10);
    if (outOfMemory) {
      task.runtime.outgrow(task.id(FakeTask.ENVOY));
    } else {
      task.runtime.end(FakeTask.ENVOY, 139);
    }
  }

  private void diesAndComesBack(boolean outOfMemory) {
    dies(outOfMemory);
    task.look(FakeTask.ENVOY);
    task.clock.pass(Duration.ofSeconds(31));
    assertInstanceOf(Standing.Released.class, task.again());
  }

  @Test
  void anEnvoyThatRanOutOfMemoryIsToldApart() {
    task.meshed();
    diesAndComesBack(false);
    dies(true);
    Standing standing = task.look(FakeTask.ENVOY);
    assertEquals(Reason.ENVOY_OUT_OF_MEMORY, held(standing));
    assertEquals("raise pillion.envoy-memory", standing.note().orElseThrow().remedy());
    assertEquals(new EnvoyEnds(2, 1, false), task.report().envoyEnds());
  }

  @Test
  void aCrashLoopIsToldAlsoWhileEnvoyRunsAndForgottenTenMinutesLater() {
    task.meshed();
    diesAndComesBack(false);
    diesAndComesBack(false);
    assertEquals(Optional.empty(), task.again().note());
    diesAndComesBack(true);
    Note told = task.again().note().orElseThrow();
    assertEquals(Reason.ENVOY_CRASH_LOOP, told.reason());
    assertEquals(
        "Envoy ended 3 times within 10 min, last with status 137, out of memory", told.message());
    assertEquals(new EnvoyEnds(3, 1, true), task.report().envoyEnds());
    task.clock.pass(Duration.ofMinutes(9));
    assertEquals(Optional.empty(), task.again().note());
    assertEquals(3, task.report().envoyRestarts());
  }

  @Test
  void aTaskThatWantsItIsToldToStopOnceItsEnvoyEndedFiveTimes() {
    task.pauseStarts();
    var labels = new HashMap<>(FakeTask.OPT_IN);
    labels.put("pillion.envoy-failure", "stop-task");
    task.appCreated("app", labels);
    task.envoyIsReady();
    task.again();
    task.appStarts("app");
    for (int end = 1; end < 5; end++) {
      diesAndComesBack(false);
    }
    assertTrue(task.runtime.inspect("ecs-app").orElseThrow().running());
    task.namespaces.done();
    dies(false);
    Standing standing = task.look(FakeTask.ENVOY);
    assertEquals(Reason.ENVOY_GIVEN_UP, held(standing));
    assertEquals("arm", task.namespaces.done().getFirst());
    Eventually.holds(
        "the app stops", () -> !task.runtime.inspect("ecs-app").orElseThrow().running());
    assertTrue(task.runtime.inspect("ecs-" + EcsLabels.PAUSE).orElseThrow().running());
  }

  @Test
  void aTaskThatDoesNotSaySoStaysHeldHoweverOften() {
    task.meshed();
    for (int end = 0; end < 7; end++) {
      dies(false);
      task.look(FakeTask.ENVOY);
      task.clock.pass(Duration.ofSeconds(31));
      task.again();
    }
    assertTrue(task.runtime.inspect("ecs-app").orElseThrow().running());
    assertEquals(7, task.report().envoyRestarts());
  }

  @Test
  void aRuleThatIsTakenAwayIsFoundWithinAMinuteAndSetAgainUnderTheHold() {
    task.meshed();
    task.namespaces.missing = List.of("-A PILLION_EGRESS");
    task.clock.pass(Duration.ofSeconds(59));
    assertInstanceOf(Standing.Released.class, task.again());
    task.clock.pass(Duration.ofSeconds(1));
    assertEquals(Reason.RULES_MISSING, held(task.again()));
    assertEquals(List.of("arm", "decide [8080]"), task.namespaces.done());
    task.namespaces.missing = List.of();
    assertInstanceOf(Standing.Released.class, task.again());
    assertEquals(List.of("release"), task.namespaces.done());
  }

  @Test
  void whereTheKernelTellsOfAChangeItIsLookedAtAtOnceAndCounted() {
    task.namespaces.generation = OptionalLong.of(7);
    task.meshed();
    task.namespaces.missing = List.of("-A PILLION_EGRESS");
    assertEquals(Duration.ofSeconds(2), looksAgainAfter());
    assertInstanceOf(Standing.Released.class, task.again());
    task.namespaces.generation = OptionalLong.of(8);
    assertEquals(Reason.RULES_MISSING, held(task.again()));
    assertEquals(List.of("arm", "decide [8080]"), task.namespaces.done());
    task.namespaces.missing = List.of();
    assertInstanceOf(Standing.Released.class, task.again());
    assertEquals(1, task.report().ruleRepairs());
  }

  private Duration looksAgainAfter() {
    return task.machine.pass(Hints.Batch.NONE).orElseThrow().again().orElseThrow();
  }
}
