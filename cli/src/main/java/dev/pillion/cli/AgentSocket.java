package dev.pillion.cli;

import io.grpc.Channel;
import java.nio.file.Path;
import java.util.function.Function;
import picocli.CommandLine.Option;

/// Where this host's agent is asked.
final class AgentSocket {
  @Option(
      names = "--run-dir",
      defaultValue = "${env:PILLION_RUN_DIR:-/run/pillion}",
      paramLabel = "DIR",
      description = "Where the agent keeps its sockets (default: ${DEFAULT-VALUE}).")
  private Path runDir = Path.of("/run/pillion");

  /// Asks the agent once.
  <T> T ask(Function<Channel, T> question) {
    try (var asked = Asked.agent(runDir.resolve("agent.sock"))) {
      return asked.answer(question);
    }
  }
}
