package dev.pillion.agent;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.pillion.mesh.model.MeshException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class RunLockTest {
  @TempDir private Path run;

  @Test
  void aSecondAgentIsToldWhoHasTheDirectory() {
    try (var _ = RunLock.take(run)) {
      var refused = assertThrows(MeshException.class, () -> RunLock.take(run).close());
      assertEquals(
          "agent: process %d, another pillion agent, has %s; stop it, or give this one a"
                  .formatted(ProcessHandle.current().pid(), run)
              + " PILLION_RUN_DIR of its own",
          refused.getMessage());
    }
    RunLock.take(run).close();
  }
}
