package dev.pillion.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.pillion.agent.v1.ProxyStatus;
import dev.pillion.localecs.RunningTask;
import dev.pillion.rig.Rig;
import dev.pillion.rig.Wait;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.extension.RegisterExtension;

/// Tasks of virtual nodes that the host knows start while the server is away, and their traffic
/// follows the mesh.
@TestInstance(Lifecycle.PER_CLASS)
final class OutageTest {
  private static final Duration LIMIT = Duration.ofSeconds(60);
  private static final int TASKS = 10;
  // One in ten is blue: that none of so many is does not happen.
  private static final int CALLS = 200;

  @RegisterExtension final Stage stage = new Stage();

  private Stage.@Nullable Cast cast;

  @BeforeAll
  void startTasks() {
    cast = stage.startCast();
  }

  @Test
  void tenTasksStartAndOneMoreAfterARestartOfTheAgentAndAllAreInSyncWhenTheServerIsBack() {
    rig().server().kill9();
    var late = new ArrayList<RunningTask>();
    for (int i = 0; i < TASKS; i++) {
      late.add(front());
    }
    late.forEach(this::assertPassesTraffic);

    rig().agent().kill9();
    rig().agent().start();
    late.add(front());
    assertPassesTraffic(late.getLast());

    rig().server().start();
    int all = TASKS + 4;
    Wait.until(
        "all proxies in sync",
        LIMIT,
        () ->
            rig().server().status().getProxiesList().stream().filter(ProxyStatus::getInSync).count()
                == all,
        () -> rig().server().status().toString());
    rig().mesh().updateRoute("colors-10-90");
    for (RunningTask task : List.of(late.getFirst(), late.getLast())) {
      Wait.until(
          "the new weights",
          LIMIT,
          () -> rig().ask(task, CALLS, Stage.URL).getOrDefault("blue", 0) > CALLS / 2);
    }
    rig().mesh().updateRoute("colors-90-10");
  }

  private RunningTask front() {
    return rig()
        .task("front", Stage.launch().host("colorteller-white.demo.local", cast().white().ipv4()));
  }

  private void assertPassesTraffic(RunningTask task) {
    rig().awaitReleased(task);
    assertEquals(Set.of("white", "blue"), rig().ask(task, CALLS, Stage.URL).keySet());
  }

  private Stage.Cast cast() {
    return Objects.requireNonNull(cast);
  }

  private Rig rig() {
    return stage.rig();
  }
}
