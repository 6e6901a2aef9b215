package dev.pillion.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pillion.agent.v1.TaskStatus;
import dev.pillion.localecs.RunningTask;
import dev.pillion.ports.FreePorts;
import dev.pillion.rig.Rig;
import dev.pillion.rig.Wait;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
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
  void aTaskThatStartedWhileTheAgentWasAwayJoinsAndItsOpenConnectionGoesOn() throws Exception {
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

    int metrics = FreePorts.next();
    rig.agent().start(Map.of("PILLION_AGENT_METRICS_ADDRESS", "127.0.0.1:" + metrics));
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
    assertMeasured(latecomer, scrape(metrics));
  }

  /// The agent's page has the task's Envoy, with App Mesh's tags and the task's labels, and what
  /// the agent counts.
  private static void assertMeasured(RunningTask task, List<String> page) {
    String[] labels = {
      "appmesh_mesh=\"demo\"",
      "appmesh_virtual_node=\"front\"",
      "ecs_task_definition_family=\"latecomer\"",
      "ecs_task_id=\"%s\"".formatted(task.id())
    };
    assertEquals(1, sum(page, "pillion_task_envoy_up{", labels), () -> String.join("\n", page));
    assertTrue(
        sum(page, "envoy_cluster_upstream_rq_total{", labels) > 0, () -> String.join("\n", page));
    assertTrue(page.contains("pillion_agent_exposed_tasks_total 1"), () -> String.join("\n", page));
  }

  private static double sum(List<String> page, String begin, String... labels) {
    return page.stream()
        .filter(line -> line.startsWith(begin) && Stream.of(labels).allMatch(line::contains))
        .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' '))))
        .sum();
  }

  private static List<String> scrape(int port) throws Exception {
    try (var client = HttpClient.newHttpClient()) {
      var page = HttpRequest.newBuilder(URI.create("http://127.0.0.1:%d/metrics".formatted(port)));
      var answer = client.send(page.build(), HttpResponse.BodyHandlers.ofLines());
      assertEquals(200, answer.statusCode());
      return answer.body().toList();
    }
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
