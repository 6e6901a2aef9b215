package dev.pillion.agent.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pillion.mesh.model.MeshException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class EpochTest {
  @TempDir Path state;

  @Test
  void eachStartIsOneMore() {
    assertEquals(1, Epoch.next(state));
    assertEquals(2, Epoch.next(state));
    assertEquals(3, Epoch.next(state));
  }

  @Test
  void aCounterThatIsNoNumberIsNotGuessed() throws IOException {
    Files.writeString(state.resolve("epoch"), "seven");
    var failure = assertThrows(MeshException.class, () -> Epoch.next(state));
    String text = Objects.toString(failure.getMessage());
    assertTrue(
        text.startsWith("epoch " + state.resolve("epoch") + ": is no number; write a number"),
        text);
  }

  @Test
  void aFolderThatCannotBeMadeIsNamed() throws IOException {
    Path file = Files.writeString(state.resolve("file"), "");
    var failure = assertThrows(MeshException.class, () -> Epoch.next(file));
    String text = Objects.toString(failure.getMessage());
    assertTrue(text.contains("PILLION_STATE_DIR"), text);
  }
}
