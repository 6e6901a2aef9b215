package dev.pillion.cli;

import dev.pillion.agent.Agent;
import dev.pillion.agent.AgentConfig;
import dev.pillion.cli.systemd.ServiceManager;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// `pillion agent`: watches this host's ECS tasks, until it is told to stop.
@Command(
    name = "agent",
    description = {
      "Watches this host's ECS tasks through Docker and gives those that opt in an Envoy.",
      "",
      "Everything but the server has a default; PILLION_* environment variables change it, and"
          + " docs/configuration.md lists them."
    },
    mixinStandardHelpOptions = true,
    versionProvider = Pillion.Version.class)
final class AgentCommand implements Callable<Integer> {
  @Option(
      names = "--server",
      paramLabel = "HOST:PORT",
      description = "The server's xds address, which carries the agents' stream too.")
  private @Nullable String server;

  @Option(
      names = "--run-dir",
      paramLabel = "DIR",
      description = "Where sockets live (default: /run/pillion).")
  private @Nullable String runDir;

  @Option(
      names = "--state-dir",
      paramLabel = "DIR",
      description = "What must survive a restart (default: /var/lib/pillion/agent).")
  private @Nullable String stateDir;

  @Option(
      names = "--dry-run",
      description =
          "Decide and report, and touch nothing: 'pillion status' shows what would be done with"
              + " each task.")
  private boolean dryRun;

  @Override
  public Integer call() throws InterruptedException {
    Logs.quiet();
    var settings = new HashMap<>(System.getenv());
    put(settings, "PILLION_SERVER", server);
    put(settings, "PILLION_RUN_DIR", runDir);
    put(settings, "PILLION_STATE_DIR", stateDir);
    put(settings, "PILLION_DRY_RUN", dryRun ? "on" : null);
    var config = AgentConfig.from(settings);
    var agent = Agent.start(config);
    var manager = ServiceManager.of(System.getenv());
    Stop.closes("agent", manager, agent);
    manager.ready(
        "%s mode%s, server %s"
            .formatted(
                config.gate().isPresent() ? "gate" : "events",
                config.dryRun() ? ", dry run" : "",
                config.server().server()));
    agent.awaitEnd();
    return 0;
  }

  private static void put(Map<String, String> settings, String key, @Nullable String value) {
    if (value != null) {
      settings.put(key, value);
    }
  }
}
