package dev.pillion.agent.reconcile;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import dev.pillion.agent.report.ServerLink.Target;
import dev.pillion.inject.plan.Reason;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What the mesh's switch means for a task.
final class InjectionSwitchTest {
  private static final Target OFF = new Target.Exists(Set.of(8080), Optional.of("switched off"));

  @TempDir private Path run;
  private FakeTask task;

  @BeforeEach
  void aHost() {
    task = new FakeTask(run);
  }

  @Test
  void aTaskThatStartsGoesOnWithoutTheMeshAndJoinsWhenItIsOnAgain() {
    task.server.targets.put(FakeTask.FRONT, OFF);
    task.pauseStarts();
    var skipped =
        assertInstanceOf(Standing.Skipped.class, task.appCreated("app", FakeTask.OPT_IN)).why();
    assertEquals(new Note(Reason.INJECTION_OFF, "switched off", ""), skipped);
    assertEquals(List.of("arm", "release"), task.namespaces.done());
    task.appStarts("app");
    assertFalse(task.runtime.names().contains(FakeTask.ENVOY));

    task.server.targets.put(FakeTask.FRONT, new Target.Exists(Set.of(8080)));
    assertInstanceOf(Standing.Held.class, task.again());
    task.envoyIsReady();
    assertInstanceOf(Standing.Released.class, task.again());
  }

  @Test
  void aTaskThatIsInTheMeshStays() {
    task.meshed();
    task.server.targets.put(FakeTask.FRONT, OFF);
    assertInstanceOf(Standing.Released.class, task.again());
    assertEquals(List.of(), task.writes());
    assertEquals(List.of(), task.namespaces.done());
  }
}
