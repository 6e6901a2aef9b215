package dev.pillion.cli;

import dev.pillion.cli.systemd.ServiceManager;
import org.slf4j.LoggerFactory;

/// What happens when the process is told to stop.
final class Stop {
  private Stop() {}

  /// Closes it at SIGTERM, SIGINT or a normal end, and tells the service manager first.
  static void closes(String name, ServiceManager manager, AutoCloseable program) {
    Runtime.getRuntime()
        .addShutdownHook(
            Thread.ofPlatform()
                .name(name + "-stop")
                .unstarted(() -> {
                  manager.stopping();
                  try {
                    program.close();
                  } catch (Exception e) {
                    LoggerFactory.getLogger(Stop.class).warn("{} state=unclean-stop", name, e);
                  }
                }));
  }
}
