package dev.pillion.agent.reconcile;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.pillion.agent.gate.Doorkeeper.Verdict;
import dev.pillion.inject.task.EcsLabels;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class EarlyStartsTest {
  private static final Duration LONG = Duration.ofSeconds(60);
  private static final Duration SHORT = Duration.ofMillis(50);

  @TempDir private Path run;
  private FakeTask task;
  private String pause = "";

  @BeforeEach
  void aPauseContainerRuns() {
    task = new FakeTask(run);
    pause = task.create(EcsLabels.PAUSE, Map.of(), "none", "");
  }

  private String app(String name, Map<String, String> labels) {
    return task.create(name, labels, "container:" + pause, "");
  }

  @Test
  void whatIsOfNoTaskGoesOnAtOnceThoughTheAgentIsNotReady() throws InterruptedException {
    var early = new EarlyStarts(task.runtime, LONG, LONG);
    assertEquals(new Verdict.Go(), early.decide(pause));
    assertEquals(new Verdict.Go(), early.decide("none"));
    String plain = task.runtime.foreign("plain", Map.of(), "bridge", "");
    assertEquals(new Verdict.Go(), early.decide(plain));
  }

  @Test
  void whatDoesNotAskForTheMeshGoesOnWhenTheAgentDoesNotBecomeReady() throws InterruptedException {
    var early = new EarlyStarts(task.runtime, SHORT, LONG);
    early.failed("iptables: not found; install it");
    assertEquals(
        new Verdict.GoAnyway("the agent is not ready: iptables: not found; install it"),
        early.decide(app("app", Map.of())));
  }

  @Test
  void whatAsksForItFailsWithTheAgentsOwnTrouble() throws InterruptedException {
    var early = new EarlyStarts(task.runtime, LONG, SHORT);
    early.failed("iptables: not found; install it");
    var failed =
        new Verdict.Fail(
            "the agent is not ready: iptables: not found; install it; see its log (journalctl -u"
                + " pillion-agent)");
    assertEquals(failed, early.decide(app("app", FakeTask.OPT_IN)));
    assertEquals(failed, early.decide(app("logs", Map.of())), "its task asks");
  }

  @Test
  void whatWaitsIsDecidedByWhoeverComes() throws InterruptedException, ExecutionException {
    var early = new EarlyStarts(task.runtime, LONG, LONG);
    String id = app("app", FakeTask.OPT_IN);
    var verdict = new CompletableFuture<Verdict>();
    Thread.startVirtualThread(() -> {
      try {
        verdict.complete(early.decide(id));
      } catch (InterruptedException | RuntimeException e) {
        verdict.completeExceptionally(e);
      }
    });
    early.ready(container -> new Verdict.Fail(container));
    assertEquals(new Verdict.Fail(id), verdict.get());
    assertEquals(new Verdict.Fail("other"), early.decide("other"));
  }
}
