package dev.pillion.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pillion.localecs.ContainerDefinition;
import dev.pillion.localecs.RunningTask;
import dev.pillion.localecs.Settings;
import dev.pillion.localecs.TaskDefinition;
import dev.pillion.rig.Rig;
import dev.pillion.rig.Wait;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.appmesh.AppMeshClient;
import software.amazon.awssdk.services.appmesh.model.WeightedTarget;

/// A service's tasks are replaced under load, as ECS deploys a new revision. Its apps serve for a
/// second after SIGTERM, which is what zero failures ask of an app.
@TestInstance(Lifecycle.PER_CLASS)
final class DeployTest {
  private static final Duration LIMIT = Duration.ofSeconds(60);
  private static final int TASKS = 6;
  private static final int AT_ONCE = 2;
  private static final int RATE = 300;

  private static final String SERVE =
      """
      mkdir -p /www; echo blue >/www/index.html
      httpd -f -p 8080 -h /www & server=$!
      trap 'sleep 1; kill $server; exit 0' TERM
      wait $server
      """;

  @RegisterExtension final Stage stage = new Stage();
  @TempDir private Path folder = Path.of("");

  @Test
  void noRequestFailsWhileSixTasksAreReplaced() throws IOException, InterruptedException {
    Rig rig = stage.rig();
    rig.registry().createService("demo.local", "colorteller-blue");
    allToBlue(rig.mesh().client());
    RunningTask front = rig.task("front", Stage.launch());
    List<RunningTask> old = deployed(TASKS);
    rig.awaitReleased(front);
    Wait.until(
        "answers to the front task's calls",
        LIMIT,
        () -> rig.ask(front, 10, Stage.URL).keySet().equals(Set.of("blue")));

    Path told = Files.createTempFile(folder, "load", ".log");
    Process load = load(front, told);
    List<CompletableFuture<Void>> ends = new ArrayList<>();
    for (int i = 0; i < TASKS; i += AT_ONCE) {
      deployed(AT_ONCE);
      old.subList(i, i + AT_ONCE).forEach(task -> ends.add(CompletableFuture.runAsync(task::stop)));
    }
    ends.forEach(CompletableFuture::join);
    load.getOutputStream().close();
    assertTrue(load.waitFor(LIMIT.toSeconds(), TimeUnit.SECONDS), () -> "load: " + load);
    List<String> said = Files.readAllLines(told);
    System.out.println(said.getLast() + " while tasks were replaced");
    assertEquals(1, said.size(), () -> String.join("\n", said));
    assertTrue(Integer.parseInt(said.getLast().replace("asked ", "")) > RATE, said::getLast);
  }

  private static void allToBlue(AppMeshClient client) {
    WeightedTarget blue =
        WeightedTarget.builder().virtualNode("colorteller-blue").weight(1).build();
    client.updateRoute(request ->
        request
            .meshName("demo")
            .virtualRouterName("colorteller")
            .routeName("colors")
            .spec(spec ->
                spec.httpRoute(route ->
                    route
                        .match(match -> match.prefix("/"))
                        .action(action -> action.weightedTargets(blue)))));
  }

  private List<RunningTask> deployed(int count) {
    List<RunningTask> tasks =
        IntStream.range(0, count)
            .mapToObj(_ ->
                stage
                    .rig()
                    .ecs()
                    .task(teller(), Stage.launch().registry("demo.local", "colorteller-blue")))
            .toList();
    tasks.forEach(task -> stage.rig().awaitReleased(task));
    return tasks;
  }

  private static TaskDefinition teller() {
    return TaskDefinition.of(
        "teller",
        ContainerDefinition.of("app", Settings.DEMO_IMAGE, "sh", "-c", SERVE)
            .label("pillion.mesh", "demo")
            .label("pillion.virtual-node", "colorteller-blue")
            .stopTimeout(Duration.ofSeconds(5))
            .port(8080));
  }

  /// The load from within a task's network, by a user whose connections go through Envoy.
  private static Process load(RunningTask task, Path told) throws IOException {
    return new ProcessBuilder(
            "nsenter",
            "--target",
            Long.toString(task.network().pausePid()),
            "--net",
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-XX:+UseSerialGC",
            "-Djdk.httpclient.allowRestrictedHeaders=host",
            "-cp",
            System.getProperty("java.class.path"),
            Load.class.getName(),
            "http://%s:8080/".formatted(Stage.VIRTUAL_SERVICE),
            "colorteller.demo.local:8080",
            Integer.toString(RATE))
        .redirectErrorStream(true)
        .redirectOutput(told.toFile())
        .start();
  }
}
