package dev.pillion.agent.state;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class StateFileTest {
  @TempDir Path folder;

  @Test
  void aFileThatIsNotThereIsEmpty() throws IOException {
    assertEquals(Optional.empty(), new StateFile(folder.resolve("none"), "file").read());
  }

  @Test
  void aWriteReplacesAllAndLeavesNothingBeside() throws IOException {
    var file = new StateFile(folder.resolve("new"), "file");
    file.write("a longer first text");
    file.write("short");
    assertEquals(Optional.of("short"), file.read());
    try (Stream<Path> all = Files.list(folder.resolve("new"))) {
      assertEquals(List.of(file.path()), all.toList());
    }
  }
}
