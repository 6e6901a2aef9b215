package dev.pillion.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pillion.localecs.Launch;
import dev.pillion.localecs.Pace;
import dev.pillion.localecs.RunningTask;
import dev.pillion.localecs.Syns;
import dev.pillion.localecs.TaskNetwork;
import dev.pillion.rig.KeptSocket;
import dev.pillion.rig.Wait;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// The agent dies by SIGKILL at random moments of a task's start through its gate, whose socket is
/// kept: the start fails or is made good by the next agent, and nothing passes around the mesh.
@TestInstance(Lifecycle.PER_CLASS)
final class GateKillTest {
  private static final int KILLS = Integer.getInteger("pillion.gate.kills", 5);
  private static final Duration LIMIT = Duration.ofSeconds(60);
  private static final int ENOUGH = 20;

  @RegisterExtension final Stage stage = new Stage();

  private @Nullable KeptSocket socket;
  private @Nullable RunningTask white;
  private @Nullable RunningTask peer;
  private int tasks;

  /// From a task's network to its app's start: the shortest so far.
  private volatile Duration span = LIMIT;

  @BeforeAll
  void startUnharmed() throws IOException {
    stage.rig().agent().stop();
    Path folder = Files.createDirectories(stage.rig().agent().runDir());
    KeptSocket kept = KeptSocket.at(folder.resolve("docker.sock"));
    socket = kept;
    stage.rig().agent().startAt(kept);
    white = stage.rig().task("colorteller-white", Stage.launch().through(kept.path()));
    stage.rig().mesh().updateRoute("colors-90-10");
    RunningTask caller = stage.rig().ecs().task(Eager.peer(), Launch.plain().through(kept.path()));
    peer = caller;
    var start = new Start();
    RunningTask task = start.begin().join();
    assertMeshed(task, start.passage);
    task.stop();
  }

  @AfterAll
  void endTheSocket() {
    if (socket != null) {
      socket.close();
    }
  }

  /// In percent of the span: one of each part of it, and the last from behind its end.
  static IntStream moments() {
    var random = new Random();
    return IntStream.range(0, KILLS)
        .map(kill -> (int) (110 * (kill + random.nextDouble()) / KILLS));
  }

  @ParameterizedTest(name = "at {0} % of the start")
  @MethodSource("moments")
  void nothingPassesAroundTheMeshWhenTheAgentDies(int moment) throws InterruptedException {
    var start = new Start();
    CompletableFuture<RunningTask> starting = start.begin();
    CompletableFuture.anyOf(start.network, starting).join();
    // Nothing to wait for: any moment will do.
    Duration after = span.multipliedBy(moment).dividedBy(100);
    Thread.sleep(after);
    stage.rig().agent().kill9();
    stage.rig().agent().startAt(Objects.requireNonNull(socket));
    start.agentIsBack.complete(null);

    RunningTask task;
    try {
      task = starting.join();
    } catch (CompletionException e) {
      assertCut(e);
      tell(after, start.outcome);
      // What ECS does: another task.
      var next = new Start();
      next.agentIsBack.complete(null);
      task = next.begin().join();
      assertMeshed(task, next.passage);
      task.stop();
      return;
    }
    assertMeshed(task, start.passage);
    tell(after, "completed, meshed");
    task.stop();
  }

  private void tell(Duration after, String outcome) {
    System.out.printf(
        "killed after %d ms, shortest start %d ms: %s%n",
        after.toMillis(), span.toMillis(), outcome);
  }

  /// One start of a task that connects from its first instruction on, and that is called before.
  private final class Start {
    private final Passage passage = new Passage("nft");
    private final CompletableFuture<TaskNetwork> network = new CompletableFuture<>();
    private final CompletableFuture<@Nullable Void> agentIsBack = new CompletableFuture<>();
    private volatile long begun;
    private volatile String outcome = "failed before its app was made";

    CompletableFuture<RunningTask> begin() {
      RunningTask caller = Objects.requireNonNull(peer);
      tasks++;
      Eager.callAhead(caller, tasks);
      Launch launch =
          Stage.launch()
              .host("colorteller-white.demo.local", Objects.requireNonNull(white).ipv4())
              .pace(Pace.FAST)
              .through(Objects.requireNonNull(socket).path())
              .networkReady(ready -> {
                passage.count(ready);
                begun = System.nanoTime();
                network.complete(ready);
              })
              .startFailed(this::assertNothingPassed);
      return CompletableFuture.supplyAsync(() -> {
        RunningTask task = stage.rig().ecs().task(Eager.meshed(caller), launch);
        var took = Duration.ofNanos(System.nanoTime() - begun);
        span = took.compareTo(span) < 0 ? took : span;
        return task;
      });
    }

    /// Docker may have had the start before the agent died; the caller has heard no answer.
    private void assertNothingPassed(RunningTask task) {
      agentIsBack.join();
      if (task.isRunning("app")) {
        outcome = "started without an answer, meshed";
        assertMeshed(task, passage);
      } else {
        outcome = "dropped";
        assertEquals(0, passage.attempts(task.network()), "an app that was not started");
        assertEquals("", task.logs("app"));
      }
    }
  }

  private void assertMeshed(RunningTask task, Passage passage) {
    assertFalse(stage.rig().awaitReleased(task).hasExposedFor());
    Wait.until(
        "%d connections of each kind".formatted(ENOUGH),
        LIMIT,
        () -> Eager.connected(task).values().stream().allMatch(count -> count >= ENOUGH),
        () -> Eager.connected(task).toString());
    Syns left = task.synsLeft();
    Passage.Counts four = passage.counts(task.network(), "ip");
    Passage.Counts six = passage.counts(task.network(), "ip6");
    assertEquals(0, four.leftByOthers(), "IPv4 connections that left around Envoy");
    assertEquals(0, six.leftByOthers(), "IPv6 connections that left around Envoy");
    assertTrue(four.leftByEnvoy() > 0, "what leaves is counted: " + four);
    assertTrue(left.ipv4() <= four.leftByEnvoy() && left.ipv6() <= six.leftByEnvoy(), "" + left);
    // Who called before the app was there was turned away by the kernel; the app tells who came in.
    RunningTask caller = Objects.requireNonNull(peer);
    Wait.until(
        "the app's answer to a call",
        LIMIT,
        () -> task.logs("app").contains("response:200"),
        () -> task.logs("app"));
    for (String call : task.logs("app").lines().toList()) {
      assertFalse(call.contains(caller.ipv4()) || call.contains(caller.ipv6()), call);
    }
  }

  /// The agent's end cut a call; nothing was refused.
  private static void assertCut(CompletionException failure) {
    Throwable cause = failure;
    while (cause.getCause() != null && !(cause instanceof IOException)) {
      cause = cause.getCause();
    }
    if (cause instanceof AssertionError wrong) {
      throw wrong;
    }
    assertInstanceOf(IOException.class, cause, failure.toString());
  }
}
