package dev.pillion.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What the scripts say where something is missing: what it is, and what to do.
final class MissingPrerequisitesTest {
  @ParameterizedTest
  @ValueSource(strings = {"demo", "test"})
  void withoutRootTheySayToRunThemAsRoot(String script, @TempDir Path bin) throws Exception {
    Path id = Files.writeString(bin.resolve("id"), "#!/bin/sh\necho 1000\n");
    assertTrue(id.toFile().setExecutable(true));
    String said = failureOf(Map.of("PATH", bin + ":" + System.getenv("PATH")), "scripts/" + script);
    assertSays(said, "needs root", "run it as root: sudo", "scripts/" + script);
  }

  @Test
  void withoutJdk25TheySayWhereItWasSoughtAndHowToNameOne() throws Exception {
    String said = failureOf(Map.of(), "bash", "-c", ". scripts/lib/all; JAVA_WANTED=99; use_maven");
    assertSays(said, "no JDK 99 or later", "$JAVA_HOME, /usr/lib/jvm", "export JAVA_HOME=");
  }

  @Test
  void withoutDockerAndRootTheySayToStartItOrBecomeRoot() throws Exception {
    String said =
        failureOf(
            Map.of("DOCKER_HOST", ""),
            "bash",
            "-c",
            ". scripts/lib/all; is_root() { false; }; docker_answers() { false; }; use_docker");
    assertSays(said, "no Docker Engine answers", "start Docker, or run: sudo");
  }

  @Test
  void anEngineThatWasNamedAndDoesNotAnswerIsNamed() throws Exception {
    String said =
        failureOf(Map.of("DOCKER_HOST", "unix:///nowhere.sock"), "scripts/setup", "docker");
    assertSays(
        said, "no Docker Engine answers at DOCKER_HOST=unix:///nowhere.sock", "unset DOCKER_HOST");
  }

  @Test
  void whatCannotBeInstalledIsListedWithTheCommandThatInstallsIt() throws Exception {
    String missing =
        ". scripts/lib/all; is_root() { false; }; need_commands no-such-command:docker.io";
    assertSays(
        failureOf(Map.of(), "bash", "-c", missing),
        "only root can install",
        "sudo apt-get install docker.io");
  }

  private static String failureOf(Map<String, String> environment, String... command)
      throws Exception {
    Script script = Script.start("missing-prerequisite", environment, command);
    assertEquals(1, script.await(Duration.ofSeconds(30)), script.said());
    return script.said();
  }

  private static void assertSays(String said, String... words) {
    for (String word : words) {
      assertTrue(said.contains(word), () -> "'%s' is missing in:%n%s".formatted(word, said));
    }
  }
}
