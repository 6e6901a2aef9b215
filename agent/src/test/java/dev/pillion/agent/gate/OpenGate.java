package dev.pillion.agent.gate;

import dev.pillion.agent.docker.ShellImage;
import java.io.File;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.net.UnixDomainSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/// A gate before the Docker of this machine, an image, and the containers that a test made.
final class OpenGate {
  static final Path DOCKER =
      Path.of(
          System.getenv()
              .getOrDefault("DOCKER_HOST", "unix:///var/run/docker.sock")
              .replaceFirst("^unix://", ""));

  final ScriptedKeeper keeper = new ScriptedKeeper();
  final Path folder;
  final Path socket;
  final Gate gate;
  final ShellImage image;
  private final String unique = "pillion-test-" + UUID.randomUUID();

  OpenGate() throws IOException, InterruptedException {
    folder = Files.createTempDirectory("gate");
    socket = folder.resolve("docker.sock");
    image = ShellImage.make();
    gate = Gate.open(GateSocket.open(Map.of(), socket), UnixDomainSocketAddress.of(DOCKER), keeper);
  }

  /// What a command of Docker's own client gives through the gate.
  ///
  /// @param output both streams as one text
  record Ended(int code, String output) {}

  Ended docker(String... arguments) throws IOException, InterruptedException {
    return run(socket, Redirect.from(new File("/dev/null")), arguments);
  }

  Ended dockerWithInput(Path input, String... arguments) throws IOException, InterruptedException {
    return run(socket, Redirect.from(input.toFile()), arguments);
  }

  /// The same around the gate.
  Ended dockerItself(String... arguments) throws IOException, InterruptedException {
    return run(DOCKER, Redirect.from(new File("/dev/null")), arguments);
  }

  Process started(String... arguments) throws IOException {
    return command(socket, arguments).redirectErrorStream(true).start();
  }

  /// A new container that runs a script when it is started.
  String create(String script) throws IOException, InterruptedException {
    return dockerItself("create", "--label", unique, image.name(), "-c", script).output().strip();
  }

  String state(String container) throws IOException, InterruptedException {
    return dockerItself("inspect", "-f", "{{.State.Status}}", container).output().strip();
  }

  String label() {
    return unique;
  }

  private static Ended run(Path host, Redirect input, String... arguments)
      throws IOException, InterruptedException {
    Process process =
        command(host, arguments).redirectInput(input).redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    return new Ended(process.waitFor(), output);
  }

  private static ProcessBuilder command(Path host, String... arguments) {
    var words = new ArrayList<>(List.of("docker", "-H", "unix://" + host));
    words.addAll(List.of(arguments));
    var builder = new ProcessBuilder(words);
    builder.environment().put("DOCKER_BUILDKIT", "0");
    return builder;
  }

  void close() throws IOException, InterruptedException {
    gate.close();
    String left = dockerItself("ps", "-aq", "--filter", "label=" + unique).output();
    for (String id : left.lines().toList()) {
      dockerItself("rm", "-f", id);
    }
    image.remove();
    Files.delete(folder);
  }
}
