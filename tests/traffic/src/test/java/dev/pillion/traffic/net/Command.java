package dev.pillion.traffic.net;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/// Programs that are run to their end.
public final class Command {
  private static final int LIMIT_SECONDS = 30;

  private Command() {}

  /// Runs a program and gives what it wrote.
  ///
  /// @throws IllegalStateException when it fails, with what it wrote
  public static String run(String... words) {
    return run(List.of(words), Map.of(), "");
  }

  /// Runs a program with variables besides its parent's, less Pillion's own, and with something to
  /// read.
  ///
  /// @throws IllegalStateException when it fails, with what it wrote
  public static String run(List<String> words, Map<String, String> environment, String input) {
    try {
      var builder = new ProcessBuilder(words).redirectErrorStream(true);
      builder.environment().keySet().removeIf(key -> key.startsWith("PILLION_"));
      builder.environment().putAll(environment);
      Process process = builder.start();
      try (var in = process.getOutputStream()) {
        in.write(input.getBytes(StandardCharsets.UTF_8));
      }
      String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      if (!process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
      if (process.waitFor() != 0) {
        throw new IllegalStateException(
            "%s failed: %s".formatted(String.join(" ", words), output.strip()));
      }
      return output;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
