package dev.pillion.localecs;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// Runs the host's own commands.
final class Shell {
  private static final int LIMIT_SECONDS = 20;

  private Shell() {}

  /// Runs a script and gives its output.
  ///
  /// @throws LocalEcsException when it fails, with what it said
  static String run(String script) {
    Exec result = exec(List.of("sh", "-euc", script));
    if (result.exitCode() != 0) {
      throw new LocalEcsException(
          "host command failed with %d: %s; it was: %s"
              .formatted(result.exitCode(), result.output().strip(), script));
    }
    return result.output();
  }

  /// A script that runs another one in the network namespace of a process.
  static String inside(long pid, String script) {
    return "nsenter -t %d -n sh -euc '%s'\n".formatted(pid, script.replace("'", "'\\''"));
  }

  /// Runs a command; output and errors come as one text.
  static Exec exec(List<String> command) {
    try {
      Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
      process.getOutputStream().close();
      var output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      if (!process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)) {
        process.destroyForcibly();
        throw new LocalEcsException(
            "host command took over %d s and was ended: %s"
                .formatted(LIMIT_SECONDS, String.join(" ", command)));
      }
      return new Exec(process.exitValue(), output);
    } catch (IOException e) {
      throw new LocalEcsException(
          "host command could not be started: %s; run scripts/setup docker"
              .formatted(String.join(" ", command)),
          e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new LocalEcsException("interrupted while running " + String.join(" ", command), e);
    }
  }
}
