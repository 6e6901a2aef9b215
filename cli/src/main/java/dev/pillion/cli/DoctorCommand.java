package dev.pillion.cli;

import java.util.HashMap;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// `pillion doctor`: whether this host is fit for the agent.
@Command(
    name = "doctor",
    description = {
      "Looks at what the agent needs of this host: settings, privileges, kernel, iptables,"
          + " Docker, the ECS agent, the gate, disk, clock, ports, the server and AWS.",
      "",
      "Run it as the agent runs, with its environment. Exit status: 0 fit, 1 something is unfit."
    },
    mixinStandardHelpOptions = true,
    versionProvider = Pillion.Version.class)
final class DoctorCommand implements Callable<Integer> {
  @Spec private @Nullable CommandSpec spec;

  @Option(
      names = "--server",
      paramLabel = "HOST:PORT",
      description = "The server's xds address (default: PILLION_SERVER).")
  private @Nullable String server;

  @Option(names = "--json", description = "Print it as JSON, for programs.")
  private boolean json;

  @Override
  public Integer call() {
    // What it finds, it prints itself.
    System.setProperty("org.slf4j.simpleLogger.defaultLogLevel", "off");
    var settings = new HashMap<>(System.getenv());
    if (server != null) {
      settings.put("PILLION_SERVER", server);
    }
    var out = Objects.requireNonNull(spec).commandLine().getOut();
    return new DoctorWork(settings, out).run(json);
  }
}
