package dev.pillion.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pillion.localecs.Exec;
import dev.pillion.localecs.RunningTask;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What a task's namespace looks like once its redirect is taken away.
@TestInstance(Lifecycle.PER_CLASS)
final class UndoTest {
  @RegisterExtension final Stage stage = new Stage();

  @ParameterizedTest
  @ValueSource(strings = {"nft", "legacy"})
  void undoLeavesTheRulesOfOthersAsFoundAndNoneOfOurs(String backend) {
    stage.rig().agent().stop();
    RunningTask front = stage.rig().task("front", Stage.launch());
    Rules.addForeign(front.network());
    Rules before = Rules.of(front.network());

    stage.rig().agent().start(Map.of("PILLION_IPTABLES", backend));
    stage.rig().awaitReleased(front);
    assertTrue(Rules.of(front.network()).ours(backend), "the redirect is set");
    stage.rig().agent().stop();

    Exec undo = stage.rig().containers().runRouteManager(front, "--undo");
    assertEquals(0, undo.exitCode(), undo.output());
    Rules after = Rules.of(front.network());
    assertEquals(before, after);
    assertFalse(after.toString().contains("PILLION"), after.toString());
    // Six lines in each of four saves.
    assertEquals(24, before.lines().values().stream().mapToInt(List::size).sum(), "" + before);
    front.stop();
  }
}
