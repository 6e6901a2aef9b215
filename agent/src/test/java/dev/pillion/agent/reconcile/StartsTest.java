package dev.pillion.agent.reconcile;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import dev.pillion.agent.gate.Doorkeeper.Verdict;
import dev.pillion.agent.link.Eventually;
import dev.pillion.agent.report.ServerLink.Target;
import dev.pillion.inject.task.DefinitionView;
import dev.pillion.inject.task.EcsLabels;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What becomes of starts at the gate; no event is told, so that the calls alone lead to the tasks.
final class StartsTest {
  private static final Duration LONG = Duration.ofSeconds(60);
  private static final Duration SHORT = Duration.ofMillis(50);

  @TempDir private Path run;
  private FakeTask task;
  private Tasks tasks;
  private String pause = "";

  @BeforeEach
  void aPauseContainerRuns() {
    task = new FakeTask(run);
    tasks = new Tasks(task.host);
    pause = task.create(EcsLabels.PAUSE, Map.of(), "none", "");
    task.runtime.start(pause);
  }

  @AfterEach
  void nothingRuns() {
    tasks.close();
  }

  private String app(String name, Map<String, String> labels) {
    return task.create(name, labels, "container:" + pause, "");
  }

  private Verdict decide(String id, Duration undecided, Duration start)
      throws InterruptedException {
    return new Starts(task.runtime, tasks, undecided, start).decide(id);
  }

  private CompletableFuture<Verdict> deciding(String id) {
    var verdict = new CompletableFuture<Verdict>();
    Thread.startVirtualThread(() -> {
      try {
        verdict.complete(decide(id, LONG, LONG));
      } catch (InterruptedException | RuntimeException e) {
        verdict.completeExceptionally(e);
      }
    });
    return verdict;
  }

  private boolean shows(Class<? extends Standing> standing) {
    return tasks.reports().stream().anyMatch(report -> standing.isInstance(report.standing()));
  }

  @Test
  void aStartOfATaskThatOptsInWaitsUntilItsTaskIsReleased()
      throws InterruptedException, ExecutionException {
    CompletableFuture<Verdict> verdict = deciding(app("app", FakeTask.OPT_IN));
    Eventually.holds("held", () -> shows(Standing.Held.class));
    assertFalse(verdict.isDone());
    task.envoyIsReady();
    assertEquals(new Verdict.Go(), verdict.get());
    assertEquals(
        Standing.Released.class, tasks.report(FakeTask.ARN).orElseThrow().standing().getClass());
  }

  @Test
  void anUnlabelledContainerOfSuchATaskWaitsToo() throws InterruptedException, ExecutionException {
    app("app", FakeTask.OPT_IN);
    CompletableFuture<Verdict> verdict = deciding(app("logs", Map.of()));
    Eventually.holds("held", () -> shows(Standing.Held.class));
    assertFalse(verdict.isDone());
    task.envoyIsReady();
    assertEquals(new Verdict.Go(), verdict.get());
  }

  @Test
  void theContainerThatStartsFirstNeedNoLabelsWhereAnotherIsThereThatHasThem()
      throws InterruptedException, ExecutionException {
    String logs = app("logs", Map.of());
    tasks.aboutToStart(FakeTask.ARN, logs);
    Eventually.holds("looked at", () -> shows(Standing.Undecided.class));
    // The agent has not heard of this one yet.
    String app = app("app", FakeTask.OPT_IN);
    CompletableFuture<Verdict> verdict = deciding(logs);
    tasks.aboutToStart(FakeTask.ARN, app);
    Eventually.holds("held", () -> shows(Standing.Held.class));
    assertFalse(verdict.isDone());
    task.envoyIsReady();
    assertEquals(new Verdict.Go(), verdict.get());
  }

  @Test
  void whatDoesNotOptInStartsAtOnce() throws InterruptedException {
    assertEquals(new Verdict.Go(), decide(pause, LONG, LONG));
    assertEquals(new Verdict.Go(), decide(app("app", Map.of()), LONG, LONG));
    String plain = task.runtime.foreign("plain", Map.of("pillion.mesh", "demo"), "bridge", "");
    assertEquals(new Verdict.Go(), decide(plain, LONG, LONG));
    assertEquals(new Verdict.Go(), decide("none", LONG, LONG));
  }

  @Test
  void whatSwitchesInjectionOffStartsAtOnce() throws InterruptedException {
    var labels = new HashMap<>(FakeTask.OPT_IN);
    labels.put("pillion.inject", "disabled");
    assertEquals(new Verdict.Go(), decide(app("app", labels), LONG, LONG));
  }

  @Test
  void aRefusedTaskFailsAtOnceWithItsReason() throws InterruptedException {
    Verdict verdict = decide(app("app", Map.of("pillion.virtual-nod", "demo/front")), LONG, LONG);
    assertEquals(
        "unknown-label: label pillion.virtual-nod of container 'app': Pillion knows no such label; did"
            + " you mean pillion.virtual-node?",
        assertInstanceOf(Verdict.Fail.class, verdict).message());
  }

  @Test
  void aTaskThatStaysHeldFailsInTheEndWithWhatItLacks() throws InterruptedException {
    task.server.targets.put(FakeTask.FRONT, new Target.Missing("mesh demo has no front"));
    Verdict verdict = decide(app("app", FakeTask.OPT_IN), LONG, SHORT);
    assertEquals(
        "virtual-node-missing: mesh demo has no front; it goes on by itself after aws appmesh"
            + " create-virtual-node; with another label, start it again (held for 50 ms)",
        assertInstanceOf(Verdict.Fail.class, verdict).message());
  }

  @Test
  void anOpenHoldLetsTheStartThroughAndSaysWhy() throws InterruptedException {
    var labels = new HashMap<>(FakeTask.OPT_IN);
    labels.put("pillion.hold", "open");
    assertInstanceOf(Verdict.GoAnyway.class, decide(app("app", labels), LONG, LONG));
  }

  @Test
  void aBoundedHoldLetsTheStartThroughAtItsBound() throws InterruptedException, ExecutionException {
    var labels = new HashMap<>(FakeTask.OPT_IN);
    labels.put("pillion.hold", "5s");
    CompletableFuture<Verdict> verdict = deciding(app("app", labels));
    Eventually.holds("held", () -> shows(Standing.Held.class));
    assertFalse(verdict.isDone());
    task.clock.pass(Duration.ofSeconds(5));
    tasks.lookAgain();
    assertInstanceOf(Verdict.GoAnyway.class, verdict.get());
  }

  @Test
  void aLookUpThatStaysOpenHoldsAnUnlabelledStartOnlyShortly() throws InterruptedException {
    task.definition = new DefinitionView.Pending();
    Verdict verdict = decide(app("app", Map.of()), SHORT, LONG);
    assertEquals(
        "whether its task opts in is not known: it waits for its task definition front:3",
        assertInstanceOf(Verdict.GoAnyway.class, verdict).why());
  }
}
