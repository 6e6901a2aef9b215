package dev.pillion.agent.reconcile;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pillion.agent.choice.Choice;
import dev.pillion.agent.choice.Choices;
import dev.pillion.inject.plan.Reason;
import dev.pillion.inject.task.EcsLabels;
import dev.pillion.mesh.model.MeshException;
import dev.pillion.mesh.model.MeshException.Code;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A person has a running task join, and leave.
final class JoinAndLeaveTest {
  private static final Duration DRAIN = Duration.ofSeconds(60);

  @TempDir private Path run;
  private FakeTask task;

  @BeforeEach
  void aHost() {
    task = new FakeTask(run);
  }

  /// A task without labels, running since long.
  private void plain() {
    runs(Map.of(), "none");
  }

  private void runs(Map<String, String> labels, String network) {
    task.runtime.start(task.create(EcsLabels.PAUSE, Map.of(), network, ""));
    task.look(EcsLabels.PAUSE);
    task.appCreated("app", labels);
    task.appStarts("app");
    task.clock.pass(Duration.ofHours(2));
    task.again();
    task.namespaces.done();
    task.writes();
  }

  private static Reason reason(Standing standing) {
    return standing.note().orElseThrow().reason();
  }

  @Test
  void aTaskWithoutLabelsJoinsAndNothingOfItWaits() {
    plain();
    Standing standing = task.join(FakeTask.OPT_IN);
    assertEquals(
        Reason.ENVOY_NOT_READY, reason(assertInstanceOf(Standing.Unmeshed.class, standing)));
    assertEquals(List.of("create " + FakeTask.ENVOY, "start " + FakeTask.ENVOY), task.writes());
    task.envoyIsReady();
    assertEquals(new Standing.Released(Optional.empty()), task.again());
    assertEquals(List.of("create " + FakeTask.ROUTES, "start " + FakeTask.ROUTES), task.writes());
    assertEquals(List.of(), task.namespaces.done());
    TaskReport report = task.report();
    assertTrue(report.joined());
    assertEquals(Optional.of(FakeTask.FRONT), report.group());
    assertEquals(Optional.empty(), report.exposedFor());
    assertEquals(Optional.empty(), report.releasedAfter());
  }

  @Test
  void fromThenOnItIsHeldLikeAnyOtherWhenItsEnvoyDies() {
    joined();
    task.namespaces.listening.clear();
    task.runtime.end(FakeTask.ENVOY, 139);
    assertInstanceOf(Standing.Held.class, task.look(FakeTask.ENVOY));
    assertEquals(List.of("arm", "decide [8080]"), task.namespaces.done());
    // Also under an agent that did not see it join.
    task.runtime.end(FakeTask.ENVOY, 139);
    assertInstanceOf(Standing.Held.class, restarted());
  }

  private void joined() {
    plain();
    task.join(FakeTask.OPT_IN);
    task.envoyIsReady();
    assertInstanceOf(Standing.Released.class, task.again());
    task.namespaces.done();
    task.writes();
  }

  private Standing restarted() {
    task.namespaces.done();
    return task.restarted();
  }

  @Test
  void theNextAgentKnowsOfItAndTouchesNothing() {
    joined();
    assertEquals(
        Optional.of(new Choice.Joined(FakeTask.OPT_IN)),
        Choices.in(run.resolve("state")).of(FakeTask.ARN));
    assertEquals(new Standing.Released(Optional.empty()), restarted());
    assertEquals(List.of(), task.writes());
    assertEquals(List.of(), task.namespaces.done());
  }

  @Test
  void aTaskWithoutLabelsNeedsAVirtualNode() {
    plain();
    var refused = assertThrows(MeshException.class, () -> task.join(Map.of()));
    assertEquals(Code.INVALID, refused.code());
    assertEquals(
        "task t1: no container carries a pillion.* label, so its virtual node is not known; give"
            + " pillion join --virtual-node MESH/NAME",
        refused.getMessage());
    assertEquals(Optional.empty(), task.host.choices().of(FakeTask.ARN));
    assertEquals(Reason.NOT_OPTED_IN, reason(task.again()));
  }

  @Test
  void aLabelThatNobodyKnowsIsRefusedByItsName() {
    plain();
    var refused =
        assertThrows(MeshException.class, () -> task.join(Map.of("pillion.mash", "demo")));
    assertTrue(
        refused.toString().contains("label pillion.mash of pillion join"), refused::toString);
  }

  @Test
  void aTaskInTheHostsNetworkIsRefused() {
    task.runtime.start(task.create("app", Map.of(), "host", ""));
    task.look("app");
    var refused = assertThrows(MeshException.class, () -> task.join(FakeTask.OPT_IN));
    assertEquals(
        "task t1: network mode host: the task's rules would redirect the whole host; set"
            + " networkMode to awsvpc in the task definition",
        refused.getMessage());
  }

  @Test
  void aTaskThatIsInTheMeshIsToldSo() {
    task.meshed();
    var refused = assertThrows(MeshException.class, () -> task.join(Map.of()));
    assertEquals(Code.CONFLICT, refused.code());
    assertTrue(
        refused.toString().contains("task t1: is in the mesh already as demo/front (released)"),
        refused::toString);
  }

  @Test
  void aTaskThatIsNotInTheMeshHasNothingToLeave() {
    plain();
    var refused = assertThrows(MeshException.class, () -> task.leave(DRAIN));
    assertEquals(Code.CONFLICT, refused.code());
    assertTrue(
        refused.toString().contains("task t1: is not in the mesh (skipped: not-opted-in)"),
        refused::toString);
  }

  @Test
  void aTaskWhoseLabelsWereRefusedForComingLateJoinsByThem() {
    task.pauseStarts();
    task.appCreated("first", Map.of());
    task.appStarts("first");
    task.clock.passMillis(5);
    task.appCreated("app", FakeTask.OPT_IN);
    assertEquals(Reason.LATE_LABEL, reason(task.appStarts("app")));
    task.join(Map.of());
    task.envoyIsReady();
    assertInstanceOf(Standing.Released.class, task.again());
  }

  @Test
  void whatIsOpenGoesOnThroughEnvoyUntilItEnds() {
    task.meshed();
    task.relays.done.clear();
    Standing standing = task.leave(DRAIN);
    assertEquals(Reason.LEAVING, reason(assertInstanceOf(Standing.Leaving.class, standing)));
    assertEquals(List.of("unhook"), task.namespaces.done());
    assertEquals(1, task.discouraged);
    assertFalse(task.report().optedIn());
    task.connections = OptionalLong.of(2);
    assertTrue(task.again().note().orElseThrow().message().startsWith("2 open connections go on"));
    assertEquals(List.of(), task.writes());

    task.connections = OptionalLong.of(0);
    assertEquals(Reason.LEFT, reason(assertInstanceOf(Standing.Skipped.class, task.again())));
    assertEquals(List.of("remove"), task.namespaces.done());
    assertEquals(List.of("close t1"), task.relays.done);
    assertNothingLeft();
    assertEquals(Reason.LEFT, reason(task.again()));
    assertEquals(List.of(), task.namespaces.done());
  }

  private void assertNothingLeft() {
    assertEquals(List.of("ecs-app", "ecs-~internal~ecs~pause"), task.runtime.names());
    assertFalse(Files.exists(run.resolve("tasks/t1")));
  }

  @Test
  void whatIsOpenForTooLongIsEnded() {
    task.meshed();
    task.leave(DRAIN);
    task.connections = OptionalLong.empty();
    task.clock.pass(DRAIN.minusMillis(1));
    assertInstanceOf(Standing.Leaving.class, task.again());
    task.clock.passMillis(1);
    assertInstanceOf(Standing.Skipped.class, task.again());
    assertNothingLeft();
  }

  @Test
  void aSecondWordShortensTheWait() {
    task.meshed();
    task.leave(DRAIN);
    task.connections = OptionalLong.of(1);
    assertInstanceOf(Standing.Skipped.class, task.leave(Duration.ZERO));
    var refused = assertThrows(MeshException.class, () -> task.leave(Duration.ZERO));
    assertTrue(refused.toString().contains("has left the mesh already"), refused::toString);
  }

  @Test
  void anAgentThatStartsMeanwhileGoesOnAndHoldsNothing() {
    task.meshed();
    task.leave(DRAIN);
    task.connections = OptionalLong.of(1);
    assertInstanceOf(Standing.Leaving.class, restarted());
    assertInstanceOf(Standing.Leaving.class, task.again());
    assertEquals(List.of("unhook"), task.namespaces.done());
    task.connections = OptionalLong.of(0);
    assertInstanceOf(Standing.Skipped.class, task.again());
    assertInstanceOf(Standing.Skipped.class, restarted());
    assertNothingLeft();
    assertFalse(task.namespaces.done().contains("arm"));
  }

  @Test
  void aHeldTaskIsLetGo() {
    task.pauseStarts();
    task.appCreated("app", FakeTask.OPT_IN);
    task.appStarts("app");
    task.namespaces.done();
    task.leave(Duration.ZERO);
    assertEquals(List.of("unhook", "release", "remove"), task.namespaces.done());
    assertNothingLeft();
  }

  @Test
  void anEnvoyThatDiesOnTheWayEndsTheWait() {
    task.meshed();
    task.leave(DRAIN);
    task.connections = OptionalLong.empty();
    task.runtime.end(FakeTask.ENVOY, 139);
    assertInstanceOf(Standing.Skipped.class, task.look(FakeTask.ENVOY));
    assertFalse(task.namespaces.done().contains("arm"));
  }

  @Test
  void aTaskThatLeftJoinsAgainByItsLabelsButNotOnItsWayOut() {
    task.meshed();
    task.leave(DRAIN);
    task.connections = OptionalLong.of(1);
    var refused = assertThrows(MeshException.class, () -> task.join(Map.of()));
    assertTrue(refused.toString().contains("is leaving the mesh yet"), refused::toString);
    task.connections = OptionalLong.of(0);
    task.again();
    task.namespaces.listening.clear();
    task.join(Map.of());
    task.envoyIsReady();
    assertInstanceOf(Standing.Released.class, task.again());
    assertEquals(Optional.of(FakeTask.FRONT), task.report().group());
  }

  @Test
  void theChoiceEndsWithTheTask() {
    joined();
    task.runtime.end(task.id(EcsLabels.PAUSE), 0);
    task.machine.pass(Hints.Batch.container(task.id(EcsLabels.PAUSE)));
    assertEquals(Optional.empty(), Choices.in(run.resolve("state")).of(FakeTask.ARN));
  }
}
