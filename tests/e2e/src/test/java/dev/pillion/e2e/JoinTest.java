package dev.pillion.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pillion.agent.v1.TaskStatus;
import dev.pillion.localecs.RunningTask;
import dev.pillion.rig.Rig;
import dev.pillion.rig.Wait;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.extension.RegisterExtension;

/// A task that runs already when the agent comes joins without being touched.
@TestInstance(Lifecycle.PER_CLASS)
final class JoinTest {
  private static final Duration LIMIT = Duration.ofSeconds(30);

  @RegisterExtension final Stage stage = new Stage();

  @Test
  void aTaskThatStartedWhileTheAgentWasAwayJoinsAndItsOpenConnectionGoesOn() {
    Rig rig = stage.rig();
    RunningTask echo = rig.task("echo", Stage.launch());
    RunningTask white = rig.task("colorteller-white", Stage.launch());
    rig.awaitReleased(white);
    rig.agent().stop();
    RunningTask latecomer =
        rig.task(
            "latecomer",
            Stage.launch()
                .host("colorteller-white.demo.local", white.ipv4())
                .host("echo.demo.local", echo.ipv4()));
    awaitTicks(latecomer, 2);
    Map<String, String> before = rig.containers().startTimes();

    rig.agent().start();
    TaskStatus joined = rig.awaitReleased(latecomer);

    assertEquals("exposed", joined.getReason());
    assertTrue(
        joined.getExposedFor().getSeconds() >= 0 && joined.hasExposedFor(), joined::toString);
    assertTrue(joined.getMessage().matches(".*\\d+(\\.\\d+)? ?m?s.*"), joined::toString);
    awaitTicks(latecomer, ticks(latecomer) + 5);
    Map<String, String> after = rig.containers().startTimes();
    before.forEach((name, started) -> assertEquals(started, after.get(name), name));
    Wait.until("an answer", LIMIT, () -> rig.ask(latecomer, 1, Stage.URL).containsKey("white"));
    assertTrue(rig.envoy(latecomer).sum("cluster\\..*colorteller-white.*\\.upstream_rq_total") > 0);
  }

  private static void awaitTicks(RunningTask task, int count) {
    Wait.until(count + " ticks", LIMIT, () -> ticks(task) >= count);
  }

  /// Lines that came back on the connection that the app opened at its start.
  private static int ticks(RunningTask task) {
    String count = task.exec("app", "sh", "-c", "wc -l </run/ticks").output().strip();
    return count.matches("\\d+") ? Integer.parseInt(count) : 0;
  }
}
