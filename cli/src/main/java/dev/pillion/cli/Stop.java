package dev.pillion.cli;

import org.slf4j.LoggerFactory;

/// What happens when the process is told to stop.
final class Stop {
  private Stop() {}

  /// Closes it at SIGTERM, SIGINT or a normal end.
  static void closes(String name, AutoCloseable program) {
    Runtime.getRuntime()
        .addShutdownHook(
            Thread.ofPlatform()
                .name(name + "-stop")
                .unstarted(() -> {
                  try {
                    program.close();
                  } catch (Exception e) {
                    LoggerFactory.getLogger(Stop.class).warn("{} state=unclean-stop", name, e);
                  }
                }));
  }
}
