package dev.pillion.agent.reconcile;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import dev.pillion.agent.docker.ContainerEvent;
import dev.pillion.inject.task.EcsLabels;
import dev.pillion.inject.task.OwnLabels;
import dev.pillion.mesh.endpoint.LocalTask;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Events and resyncs lead to the right task, on its own thread.
final class TasksTest {
  private static final int TERM = 15;
  private static final long BOUND_NANOS = 10_000_000_000L;
  private static final long STEP_NANOS = 2_000_000;

  @TempDir private Path run;
  private FakeTask task;
  private Tasks tasks;

  @BeforeEach
  void aHost() {
    task = new FakeTask(run);
    tasks = new Tasks(task.host);
  }

  @AfterEach
  void nothingRuns() {
    tasks.close();
  }

  private void event(ContainerEvent.Kind kind, String name, int signal) {
    Map<String, String> labels =
        name.startsWith("pillion-")
            ? Map.of(OwnLabels.TASK_ARN, FakeTask.ARN)
            : FakeTask.labels(name, Map.of());
    tasks.heard(new ContainerEvent(task.id(name), kind, labels, signal));
  }

  private static void until(String what, BooleanSupplier condition) {
    long end = System.nanoTime() + BOUND_NANOS;
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() > end) {
        fail("not within 10 s: " + what);
      }
      LockSupport.parkNanos(STEP_NANOS);
    }
  }

  private boolean shows(Class<? extends Standing> standing) {
    return tasks.reports().stream().anyMatch(report -> standing.isInstance(report.standing()));
  }

  private void aTaskStarts() {
    tasks.start();
    String pause = task.create(EcsLabels.PAUSE, Map.of(), "none", "");
    task.runtime.start(pause);
    event(ContainerEvent.Kind.START, EcsLabels.PAUSE, 0);
    until("held", () -> task.namespaces.armed());
    task.create("app", FakeTask.OPT_IN, "container:" + pause, "");
    event(ContainerEvent.Kind.CREATE, "app", 0);
    until("held for the mesh", () -> shows(Standing.Held.class));
    task.envoyIsReady();
    until("released", () -> shows(Standing.Released.class));
  }

  @Test
  void eventsLeadATaskThroughItsLife() {
    aTaskStarts();
    until("told", () -> state() == LocalTask.State.RELEASED);
    assertEquals(Set.of(FakeTask.FRONT), task.server.interest);
    task.runtime.start(task.id("app"));
    event(ContainerEvent.Kind.KILL, "app", TERM);
    until("draining", () -> state() == LocalTask.State.DRAINING);
    task.runtime.end(task.id(EcsLabels.PAUSE), 0);
    event(ContainerEvent.Kind.DIE, EcsLabels.PAUSE, 0);
    until("gone", () -> tasks.reports().isEmpty() && task.server.tasks.isEmpty());
    until("uninterested", () -> task.server.interest.isEmpty());
    assertEquals(List.of("ecs-app", "ecs-~internal~ecs~pause"), task.runtime.names());
  }

  private LocalTask.State state() {
    return task.server.tasks.stream()
        .map(LocalTask::state)
        .findFirst()
        .orElse(LocalTask.State.HELD);
  }

  @Test
  void aResyncFindsWhatNoEventTold() {
    task.runtime.start(task.create(EcsLabels.PAUSE, Map.of(), "none", ""));
    tasks.resync();
    until("held", () -> task.namespaces.armed());
    task.runtime.remove(task.id(EcsLabels.PAUSE));
    tasks.resync();
    until("gone", () -> tasks.reports().isEmpty());
  }

  @Test
  void aResyncRemovesDirectoriesOfTasksThatAreNoMore() throws IOException {
    Files.createDirectories(run.resolve("tasks/t0"));
    tasks.resync();
    assertFalse(Files.exists(run.resolve("tasks/t0")));
    assertTrue(Files.exists(run.resolve("tasks")));
  }

  @Test
  void aLookThatDoesNotComeBackIsToldWithTheLineThatWaits() {
    var gate = new CountDownLatch(1);
    task.namespaces.gate = gate;
    tasks.start();
    task.runtime.start(task.create(EcsLabels.PAUSE, Map.of(), "none", ""));
    event(ContainerEvent.Kind.START, EcsLabels.PAUSE, 0);
    until("a long look", () -> !tasks.lookingLongerThan(Duration.ofMillis(20)).isEmpty());
    LongLook look = tasks.lookingLongerThan(Duration.ofMillis(20)).getFirst();
    assertEquals(FakeTask.ARN.substring(FakeTask.ARN.lastIndexOf('/') + 1), look.taskId());
    assertTrue(look.at().contains("FakeNamespaces.arm"), look.at());
    gate.countDown();
    until("an end of it", () -> tasks.lookingLongerThan(Duration.ofMillis(20)).isEmpty());
  }

  @Test
  void aTaskThatEndedLongAgoIsLeftAlone() {
    task.runtime.start(task.create(EcsLabels.PAUSE, Map.of(), "none", ""));
    task.runtime.end(task.id(EcsLabels.PAUSE), 0);
    tasks.resync();
    event(ContainerEvent.Kind.DESTROY, EcsLabels.PAUSE, 0);
    assertEquals(List.of(), tasks.reports());
    assertEquals(List.of(), task.relays.done);
  }
}
