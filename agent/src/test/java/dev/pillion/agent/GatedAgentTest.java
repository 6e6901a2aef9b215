package dev.pillion.agent;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pillion.agent.dial.Dial;
import dev.pillion.agent.docker.ShellImage;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// An agent in gate mode that cannot start for want of its state directory, on the Docker of this
/// machine.
final class GatedAgentTest {
  private static final String DOCKER =
      System.getenv().getOrDefault("DOCKER_HOST", "unix:///var/run/docker.sock");

  @TempDir private Path folder;
  private final String arn = "arn:aws:ecs:eu-west-1:1:task/test/" + UUID.randomUUID();
  private ShellImage image;
  private Agent agent;

  private record Ended(int code, String output) {}

  @BeforeEach
  void anAgentWithoutAStateDirectory() throws IOException, InterruptedException {
    image = ShellImage.make();
    Path file = Files.createFile(folder.resolve("file"));
    agent =
        Agent.start(
            new AgentConfig(
                Dial.plain("127.0.0.1:1"),
                folder.resolve("run"),
                file.resolve("state"),
                "envoy:none",
                "routes:none",
                Duration.ofMillis(50),
                false,
                Optional.empty(),
                Duration.ofSeconds(5),
                URI.create(DOCKER),
                Optional.empty(),
                Optional.of(new AgentConfig.Gated(socket(), Duration.ofSeconds(1), Map.of()))));
  }

  @AfterEach
  void nothingIsLeft() throws IOException, InterruptedException {
    agent.close();
    assertFalse(Files.exists(socket()));
    String left = docker(DOCKER, "ps", "-aq", "--filter", "label=" + arnLabel()).output();
    for (String id : left.lines().toList()) {
      docker(DOCKER, "rm", "-f", id);
    }
    image.remove();
  }

  private Path socket() {
    return folder.resolve("docker.sock");
  }

  private String arnLabel() {
    return "com.amazonaws.ecs.task-arn=" + arn;
  }

  private Ended start(String... labels) throws IOException, InterruptedException {
    var words = new ArrayList<>(List.of("create", "--label", arnLabel()));
    for (String label : labels) {
      words.addAll(List.of("--label", label));
    }
    words.addAll(List.of(image.name(), "-c", "sleep 60"));
    Ended created = docker("unix://" + socket(), words.toArray(String[]::new));
    assertEquals(0, created.code(), created.output());
    return docker("unix://" + socket(), "start", created.output().strip());
  }

  private static Ended docker(String host, String... arguments)
      throws IOException, InterruptedException {
    var words = new ArrayList<>(List.of("docker", "-H", host));
    words.addAll(List.of(arguments));
    Process process = new ProcessBuilder(words).redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes(), UTF_8);
    return new Ended(process.waitFor(), output);
  }

  @Test
  void tasksThatDoNotOptInStartAsEver() throws IOException, InterruptedException {
    Ended started = start("com.amazonaws.ecs.container-name=app");
    assertEquals(0, started.code(), started.output());
  }

  @Test
  void tasksThatOptInFailWithTheAgentsTrouble() throws IOException, InterruptedException {
    Ended started =
        start("com.amazonaws.ecs.container-name=app", "pillion.virtual-node=demo/front");
    assertEquals(1, started.code());
    assertTrue(
        started
            .output()
            .startsWith("Error response from daemon: pillion: the agent is not ready: "),
        started.output());
    assertFalse(started.output().contains("it is starting"), started.output());
  }
}
