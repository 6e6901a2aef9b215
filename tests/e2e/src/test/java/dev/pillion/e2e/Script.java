package dev.pillion.e2e;

import dev.pillion.rig.Checkout;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/// A shell command in this checkout, with its output in a file.
record Script(Process process, Path output) {
  /// Starts it.
  ///
  /// @param environment what differs from this test's; an empty value takes the variable away
  static Script start(String name, Map<String, String> environment, String... command)
      throws IOException {
    Path output = Path.of("target", name + ".log").toAbsolutePath();
    Files.createDirectories(output.getParent());
    var builder =
        new ProcessBuilder(command)
            .directory(Checkout.root().toFile())
            .redirectErrorStream(true)
            .redirectInput(Path.of("/dev/null").toFile())
            .redirectOutput(output.toFile());
    environment.forEach((key, value) -> {
      if (value.isEmpty()) {
        builder.environment().remove(key);
      } else {
        builder.environment().put(key, value);
      }
    });
    return new Script(builder.start(), output);
  }

  String said() throws IOException {
    return Files.readString(output);
  }

  /// Waits for its end.
  ///
  /// @return its exit code
  int await(Duration limit) throws IOException, InterruptedException {
    if (!process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
      process.destroy();
      throw new AssertionError("no end within %s; it said:\n%s".formatted(limit, said()));
    }
    return process.exitValue();
  }

  /// Waits until it has said something.
  void awaitWord(String word, Duration limit) throws IOException, InterruptedException {
    long deadline = System.nanoTime() + limit.toNanos();
    while (!said().contains(word)) {
      if (process.waitFor(50, TimeUnit.MILLISECONDS) || System.nanoTime() > deadline) {
        process.destroy();
        throw new AssertionError(
            "'%s' was not said within %s, but:\n%s".formatted(word, limit, said()));
      }
    }
  }
}
