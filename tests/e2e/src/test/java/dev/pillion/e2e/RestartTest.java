package dev.pillion.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pillion.agent.v1.ProxyStatus;
import dev.pillion.localecs.RunningTask;
import dev.pillion.rig.Rig;
import dev.pillion.rig.Wait;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.extension.RegisterExtension;

/// The agent and the server die by SIGKILL while tasks talk: no request fails, and all is followed
/// again when they are back.
@TestInstance(Lifecycle.PER_CLASS)
final class RestartTest {
  private static final Duration LIMIT = Duration.ofSeconds(60);

  /// Calls made while a program is away.
  private static final int CALLS = 60;

  @RegisterExtension final Stage stage = new Stage();

  private Stage.@Nullable Cast cast;

  @BeforeAll
  void startTasks() {
    cast = stage.startCast();
  }

  @Test
  void theAgentDiesAndComesBackToTheSameEnvoysWhileNoRequestFails() {
    Map<String, String> before = rig().containers().startTimes();
    try (var traffic = Traffic.start(cast().front())) {
      traffic.await(CALLS);
      rig().agent().kill9();
      traffic.await(CALLS);
      rig().agent().start();
      tasks().forEach(task -> rig().awaitReleased(task));
      awaitAllInSync();
      traffic.await(CALLS);
      assertFollows(traffic);
      assertEquals(List.of(), traffic.failures());
    }
    assertEquals(before, rig().containers().startTimes());
    tasks().forEach(task -> assertEquals(0, rig().awaitReleased(task).getEnvoyRestarts()));
  }

  @Test
  void theServerDiesAndComesBackOnTheSameDataWhileNoRequestFails() {
    Map<String, String> before = rig().containers().startTimes();
    try (var traffic = Traffic.start(cast().front())) {
      traffic.await(CALLS);
      rig().server().kill9();
      traffic.await(CALLS);
      rig().server().start();
      awaitAllInSync();
      traffic.await(CALLS);
      assertFollows(traffic);
      assertEquals(List.of(), traffic.failures());
    }
    assertEquals(before, rig().containers().startTimes());
  }

  @Test
  void aTaskThatEndsWhileTheAgentIsAwayIsCleanedAtItsReturn() {
    RunningTask task = rig().task("front", Stage.launch());
    rig().awaitReleased(task);
    Path folder = rig().agent().runDir().resolve("tasks").resolve(task.id());
    assertTrue(Files.isDirectory(folder));
    rig().agent().kill9();
    task.stop();
    assertTrue(rig().containers().envoy(task).isPresent());

    rig().agent().start();
    Wait.until(
        "the end of what the task left",
        LIMIT,
        () ->
            rig().containers().envoy(task).isEmpty()
                && rig().containers().routeManager(task).isEmpty()
                && !Files.exists(folder),
        () -> "there are " + rig().containers().startTimes());
    tasks().forEach(other -> rig().awaitReleased(other));
  }

  /// Turns the route round and back.
  private void assertFollows(Traffic traffic) {
    rig().mesh().updateRoute("colors-10-90");
    traffic.awaitMostly("blue");
    rig().mesh().updateRoute("colors-90-10");
    traffic.awaitMostly("white");
  }

  private void awaitAllInSync() {
    Wait.until(
        "all proxies in sync",
        LIMIT,
        () ->
            rig().server().status().getProxiesList().stream().filter(ProxyStatus::getInSync).count()
                >= 3,
        () -> rig().server().status().toString());
  }

  private List<RunningTask> tasks() {
    return List.of(cast().white(), cast().blue(), cast().front());
  }

  private Stage.Cast cast() {
    return Objects.requireNonNull(cast);
  }

  private Rig rig() {
    return stage.rig();
  }
}
