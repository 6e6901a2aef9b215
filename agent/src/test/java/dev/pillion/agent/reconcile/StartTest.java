package dev.pillion.agent.reconcile;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pillion.agent.envoy.EnvoyProbe;
import dev.pillion.agent.report.ServerLink.Target;
import dev.pillion.inject.plan.Reason;
import dev.pillion.inject.task.DefinitionView;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class StartTest {
  @TempDir private Path run;
  private FakeTask task;

  @BeforeEach
  void aHost() {
    task = new FakeTask(run);
  }

  private static Reason reason(Standing standing) {
    return standing.note().orElseThrow().reason();
  }

  @Test
  void thePausesStartArmsTheHold() {
    assertEquals(new Standing.Undecided("its first container to start", true), task.pauseStarts());
    assertEquals(List.of("arm"), task.namespaces.done());
  }

  @Test
  void aTaskThatDoesNotOptInIsLetGoAtItsFirstStart() {
    task.pauseStarts();
    task.appCreated("app", Map.of());
    task.namespaces.done();
    assertEquals(Reason.NOT_OPTED_IN, reason(task.appStarts("app")));
    assertEquals(List.of("release"), task.namespaces.done());
    task.again();
    assertEquals(List.of(), task.namespaces.done());
    assertEquals(List.of("ecs-app", "ecs-~internal~ecs~pause"), task.runtime.names());
  }

  @Test
  void aTaskThatOptsInIsHeldUntilItsRulesAndItsEnvoyAreThere() {
    task.pauseStarts();
    task.namespaces.done();
    task.clock.passMillis(100);
    assertEquals(Reason.ENVOY_NOT_READY, reason(task.appCreated("app", FakeTask.OPT_IN)));
    assertEquals(List.of("decide [8080]"), task.namespaces.done());
    assertEquals(List.of("open mesh/demo/virtualNode/front/t1"), task.relays.done);
    task.envoyIsReady();
    assertEquals(new Standing.Released(Optional.empty()), task.again());
    assertEquals(List.of("release"), task.namespaces.done());
    var report = task.report();
    assertEquals(Optional.of(Duration.ZERO), report.heldAfter());
    assertEquals(Optional.of(Duration.ofMillis(100)), report.releasedAfter());
    assertEquals(Optional.empty(), report.exposedFor());
    assertEquals(List.of(8080), report.appPorts());
    assertEquals(List.of("10.0.0.7"), report.addresses());
  }

  @Test
  void nothingIsReleasedBeforeEnvoyListens() {
    task.pauseStarts();
    task.appCreated("app", FakeTask.OPT_IN);
    task.envoy = new EnvoyProbe.Readiness.Ready();
    task.namespaces.listening.add(15001);
    Standing standing = task.again();
    assertEquals(
        "Envoy is not ready: nothing listens on its port 15000",
        standing.note().orElseThrow().message());
    assertTrue(!task.namespaces.done().contains("release"));
  }

  @Test
  void nothingIsReleasedBeforeTheRouteManagerHasEnded() {
    task.runtime.image("routes:1");
    task.pauseStarts();
    task.appCreated("app", FakeTask.OPT_IN);
    task.envoyIsReady();
    assertEquals("waits for the route-manager's end", task.again().note().orElseThrow().message());
    task.runtime.end(FakeTask.ROUTES, 0);
    assertInstanceOf(Standing.Released.class, task.look(FakeTask.ROUTES));
  }

  @Test
  void rulesThatReadBackOtherwiseAreSetAgain() {
    task.pauseStarts();
    task.namespaces.missing = List.of("-A PILLION_EGRESS");
    task.appCreated("app", FakeTask.OPT_IN);
    task.envoyIsReady();
    assertEquals(Reason.RULES_MISSING, reason(task.again()));
    task.writes();
    task.namespaces.missing = List.of();
    assertInstanceOf(Standing.Released.class, task.again());
    assertEquals(
        List.of(
            "remove " + FakeTask.ROUTES, "create " + FakeTask.ROUTES, "start " + FakeTask.ROUTES),
        task.writes());
  }

  @Test
  void aDefinitionThatIsKnownDecidesBeforeAnyAppIsThere() {
    task.definition = optedIn();
    task.pauseStarts();
    task.envoyIsReady();
    assertInstanceOf(Standing.Released.class, task.again());
    assertEquals(List.of("arm", "decide [8080]", "release"), task.namespaces.done());
  }

  private void anAppStartsDuringALookUp() {
    task.definition = new DefinitionView.Pending();
    task.pauseStarts();
    task.appCreated("app", Map.of());
    task.namespaces.done();
    task.appStarts("app");
  }

  @Test
  void anOpenLookUpHoldsAnUnlabelledStartForABoundedTime() {
    anAppStartsDuringALookUp();
    task.clock.passMillis(999);
    assertInstanceOf(Standing.Undecided.class, task.again());
    assertEquals(List.of(), task.namespaces.done());
    task.clock.passMillis(1);
    assertInstanceOf(Standing.Undecided.class, task.again());
    assertEquals(List.of("release"), task.namespaces.done());
  }

  @Test
  void aLookUpThatComesTooLateMeshesTheTaskAndShowsItExposed() {
    anAppStartsDuringALookUp();
    task.clock.passMillis(1_000);
    task.again();
    task.namespaces.done();
    task.clock.passMillis(400);
    task.definition = optedIn();
    assertInstanceOf(Standing.Held.class, task.again());
    assertEquals(List.of("arm", "decide [8080]"), task.namespaces.done());
    task.envoyIsReady();
    Standing standing = task.again();
    assertInstanceOf(Standing.Released.class, standing);
    assertEquals(Reason.EXPOSED, reason(standing));
    assertEquals(Optional.of(Duration.ofMillis(400)), task.report().exposedFor());
  }

  private static DefinitionView optedIn() {
    return new DefinitionView.Known(
        List.of(new DefinitionView.Container("app", FakeTask.OPT_IN, "", Set.of())),
        "awsvpc",
        false);
  }

  @Test
  void aTaskWaitsForAServerThatIsNotHeardAndGoesOnByItself() {
    task.server.targets.clear();
    task.pauseStarts();
    assertEquals(Reason.SERVER_UNHEARD, reason(task.appCreated("app", FakeTask.OPT_IN)));
    task.server.says(FakeTask.FRONT, new Target.Missing("mesh 'demo' has no virtual node 'front'"));
    assertEquals(Reason.VIRTUAL_NODE_MISSING, reason(task.again()));
    assertEquals(List.of("arm", "opted in"), task.namespaces.done());
    task.server.says(FakeTask.FRONT, new Target.Exists(Set.of(8080)));
    task.again();
    task.envoyIsReady();
    assertInstanceOf(Standing.Released.class, task.again());
  }
}
