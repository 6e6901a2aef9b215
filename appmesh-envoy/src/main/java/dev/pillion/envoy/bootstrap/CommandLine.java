package dev.pillion.envoy.bootstrap;

import dev.pillion.envoy.settings.Supervision;
import java.util.ArrayList;
import java.util.List;

/// How Envoy is started, as App Mesh's image starts it.
public final class CommandLine {
  private CommandLine() {}

  /// The program and its arguments.
  ///
  /// @param document the path of what it starts with
  public static List<String> of(Supervision supervision, String document) {
    var line = new ArrayList<String>();
    line.addAll(List.of(supervision.envoy(), "-c", document, "-l", supervision.logLevel()));
    supervision
        .concurrency()
        .ifPresent(threads -> line.addAll(List.of("--concurrency", Integer.toString(threads))));
    line.addAll(List.of("--drain-time-s", Long.toString(supervision.drain().toSeconds())));
    if (!supervision.hotRestart()) {
      line.add("--disable-hot-restart");
    }
    if (!supervision.deprecations()) {
      line.add("--skip-deprecated-logs");
    }
    return List.copyOf(line);
  }
}
