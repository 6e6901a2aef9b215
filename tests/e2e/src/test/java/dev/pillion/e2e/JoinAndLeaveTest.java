package dev.pillion.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pillion.agent.v1.TaskStatus;
import dev.pillion.localecs.ContainerDefinition;
import dev.pillion.localecs.RunningTask;
import dev.pillion.localecs.Settings;
import dev.pillion.localecs.TaskDefinition;
import dev.pillion.rig.Rig;
import dev.pillion.rig.Wait;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.extension.RegisterExtension;
import software.amazon.awssdk.services.appmesh.model.EgressFilterType;

/// A task without labels is told to join, and to leave again, while it talks.
@TestInstance(Lifecycle.PER_CLASS)
final class JoinAndLeaveTest {
  private static final Duration LIMIT = Duration.ofSeconds(60);
  private static final String LINES =
      "(while [ ! -e /run/$2.end ]; do echo tick; sleep 0.2; done) | nc $1 7000 >/run/$2";
  private static final Passage PASSAGE = new Passage("nft");

  @RegisterExtension final Stage stage = new Stage();

  @Test
  void openConnectionsLiveThroughBothAndNothingIsLeftBehind()
      throws IOException, InterruptedException {
    Rig rig = stage.rig();
    rig.mesh()
        .client()
        .updateMesh(mesh ->
            mesh.meshName("demo")
                .spec(spec -> spec.egressFilter(f -> f.type(EgressFilterType.ALLOW_ALL))));
    RunningTask echo = rig.task("echo", Stage.launch());
    RunningTask white = rig.task("colorteller-white", Stage.launch());
    rig.awaitReleased(white);
    RunningTask task =
        rig.ecs()
            .task(
                plain(),
                Stage.launch()
                    .host("colorteller-white.demo.local", white.ipv4())
                    .networkReady(PASSAGE::count));
    rig.awaitState(task, TaskStatus.State.SKIPPED, LIMIT);
    talk(task, echo, "before");
    Rules before = Rules.of(task.network());
    Map<String, String> started = rig.containers().startTimes();

    assertEquals(0, pillion("join", task, "--virtual-node", "demo/front"));
    TaskStatus joined = rig.awaitReleased(task);
    assertTrue(joined.getJoined() && !joined.hasExposedFor(), joined::toString);
    long around = left(task).leftByOthers();
    talk(task, echo, "between");
    Wait.until("an answer", LIMIT, () -> rig.ask(task, 1, Stage.URL).containsKey("white"));
    assertEquals(around, left(task).leftByOthers(), "no new connection goes around Envoy");
    assertTrue(left(task).leftByEnvoy() > 0);
    assertGoesOn(task, "before");

    rig.agent().kill9();
    rig.agent().start();
    rig.awaitReleased(task);

    Script leave = start("leave", task, "--drain", "50s");
    rig.awaitState(task, TaskStatus.State.LEAVING, LIMIT);
    talk(task, echo, "after");
    assertEquals(around + 1, left(task).leftByOthers(), "a new connection goes around Envoy");
    assertGoesOn(task, "before");
    assertGoesOn(task, "between");
    assertEquals(TaskStatus.State.LEAVING, rig.agent().status(task).orElseThrow().getState());

    task.exec("app", "touch", "/run/between.end");
    assertEquals(0, leave.await(LIMIT), leave.said());
    TaskStatus out = rig.awaitState(task, TaskStatus.State.SKIPPED, LIMIT);
    assertEquals("left", out.getReason());
    assertGoesOn(task, "before");
    assertGoesOn(task, "after");
    assertEquals(before, Rules.of(task.network()));
    assertTrue(rig.containers().envoy(task).isEmpty());
    assertTrue(rig.containers().routeManager(task).isEmpty());
    assertFalse(Files.exists(rig.agent().runDir().resolve("tasks").resolve(task.id())));
    assertEquals(started, rig.containers().startTimes());

    rig.agent().stop();
    rig.agent().start();
    assertEquals("left", rig.awaitState(task, TaskStatus.State.SKIPPED, LIMIT).getReason());
    assertGoesOn(task, "before");
  }

  private static TaskDefinition plain() {
    return TaskDefinition.of(
        "plain",
        ContainerDefinition.of("app", Settings.DEMO_IMAGE, "sh", "-c", "sleep 100000 & wait")
            .stopTimeout(Duration.ofSeconds(1)));
  }

  private Passage.Counts left(RunningTask task) {
    return PASSAGE.counts(task.network(), "ip");
  }

  /// Opens a connection to the echo and sends lines on it until its end.
  private static void talk(RunningTask task, RunningTask echo, String name) {
    task.exec(
        "app",
        "sh",
        "-c",
        "sh -c '%s' talk %s %s </dev/null >/dev/null 2>&1 &".formatted(LINES, echo.ipv4(), name));
    awaitLines(task, name, 3);
  }

  private static void assertGoesOn(RunningTask task, String name) {
    awaitLines(task, name, lines(task, name) + 3);
  }

  private static void awaitLines(RunningTask task, String name, int count) {
    Wait.until(
        "%d lines back on the connection opened %s".formatted(count, name),
        LIMIT,
        () -> lines(task, name) >= count,
        () -> "there are " + lines(task, name));
  }

  private static int lines(RunningTask task, String name) {
    String count = task.exec("app", "sh", "-c", "wc -l </run/" + name).output().strip();
    return count.matches("\\d+") ? Integer.parseInt(count) : 0;
  }

  private int pillion(String command, RunningTask task, String... options)
      throws IOException, InterruptedException {
    Script script = start(command, task, options);
    int status = script.await(LIMIT.plusSeconds(10));
    assertEquals(0, status, script.said());
    return status;
  }

  private Script start(String command, RunningTask task, String... options) throws IOException {
    List<String> words = new ArrayList<>(List.of("bin/pillion", command, task.id()));
    words.addAll(List.of("--run-dir", stage.rig().agent().runDir().toString()));
    words.addAll(List.of(options));
    return Script.start("pillion-" + command, Map.of(), words.toArray(String[]::new));
  }
}
