package dev.pillion.agent.choice;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pillion.mesh.model.MeshException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class ChoicesTest {
  private static final Choice JOINED = new Choice.Joined(Map.of("pillion.virtual-node", "demo/a"));
  private static final Choice LEFT = new Choice.Left(Instant.parse("2026-01-01T00:01:00.5Z"));

  @TempDir private Path state;

  private Path file() {
    return state.resolve("choices.json");
  }

  @Test
  void theNextAgentKnowsThem() {
    var choices = Choices.in(state);
    choices.put("arn:1", JOINED);
    choices.put("arn:2", JOINED);
    choices.put("arn:2", LEFT);
    choices.put("arn:3", new Choice.Joined(Map.of()));
    var next = Choices.in(state);
    assertEquals(Optional.of(JOINED), next.of("arn:1"));
    assertEquals(Optional.of(LEFT), next.of("arn:2"));
    assertEquals(Optional.of(new Choice.Joined(Map.of())), next.of("arn:3"));
    assertEquals(Optional.empty(), next.of("arn:4"));
  }

  @Test
  void tasksThatAreNoMoreAreForgotten() {
    var choices = Choices.in(state);
    choices.put("arn:1", JOINED);
    choices.put("arn:2", LEFT);
    choices.put("arn:3", LEFT);
    choices.forget("arn:3");
    choices.retain(Set.of("arn:2", "arn:9"));
    var next = Choices.in(state);
    assertEquals(Optional.empty(), next.of("arn:1"));
    assertEquals(Optional.of(LEFT), next.of("arn:2"));
    assertEquals(Optional.empty(), next.of("arn:3"));
  }

  @Test
  void oneThatCannotBeWrittenDoesNotHold() throws IOException {
    Path noFolder = Files.writeString(state.resolve("file"), "");
    var choices = Choices.in(noFolder);
    var failed = assertThrows(MeshException.class, () -> choices.put("arn:1", LEFT));
    assertTrue(failed.toString().contains("cannot be written"), failed::toString);
    assertEquals(Optional.empty(), choices.of("arn:1"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"{", "{\"arn:1\": {\"gone\": 1}}", "{\"arn:1\": {\"left\": \"soon\"}}"})
  void aFileThatCannotBeReadIsSetAside(String text) throws IOException {
    Files.writeString(file(), text);
    assertEquals(Optional.empty(), Choices.in(state).of("arn:1"));
    assertEquals(text, Files.readString(state.resolve("choices.json.unreadable")));
  }
}
