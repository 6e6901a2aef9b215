package dev.pillion.cli;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class PillionTest {
  @Test
  void helpNamesTheCommandsAndTheExitStatuses() {
    var ran = Ran.pillion("--help");
    assertEquals(0, ran.status());
    for (String word :
        new String[] {
          "server", "agent", "status", "join", "leave", "keys", "apply", "export", "Exit status"
        }) {
      assertTrue(ran.out().contains(word), ran.out());
    }
  }

  @Test
  void everyCommandHasHelpOfItsOwn() {
    for (String command :
        new String[] {"server", "agent", "status", "join", "leave", "keys", "apply", "export"}) {
      var ran = Ran.pillion(command, "--help");
      assertAll(
          () -> assertEquals(0, ran.status()),
          () -> assertTrue(ran.out().startsWith("Usage: pillion " + command), ran.out()));
    }
  }

  @Test
  void anUnknownOptionIsWrongUse() {
    var ran = Ran.pillion("status", "--jsn");
    assertEquals(2, ran.status());
    assertTrue(ran.err().contains("--jsn"), ran.err());
  }

  @Test
  void anAgentNamesEveryWrongSettingAtOnce() {
    var ran = Ran.pillion("agent", "--server", "nowhere");
    assertEquals(2, ran.status());
    assertTrue(ran.err().contains("nowhere"), ran.err());
  }

  @Test
  void anAgentThatIsNotThereIsToldWithTheRemedy(@TempDir Path runDir) {
    var ran = Ran.pillion("status", "--run-dir", runDir.toString());
    assertEquals(3, ran.status());
    assertTrue(ran.err().contains(runDir.resolve("agent.sock").toString()), ran.err());
    assertTrue(ran.err().contains("start it with 'pillion agent'"), ran.err());
  }

  @Test
  void aServerThatIsNotThereIsToldWithTheRemedy() {
    var ran = Ran.pillion("status", "--server", "127.0.0.1:1");
    assertEquals(3, ran.status());
    assertTrue(ran.err().contains("server at 127.0.0.1:1: does not answer"), ran.err());
  }
}
