package dev.pillion.envoy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// The Envoy that tests run: `PILLION_ENVOY`, else the one that `scripts/setup envoy` put into the
/// repository's cache.
public final class EnvoyBinary {
  private EnvoyBinary() {}

  /// Its path.
  public static Path find() {
    String given = System.getProperty("PILLION_ENVOY", System.getenv("PILLION_ENVOY"));
    if (given != null) {
      return Path.of(given);
    }
    for (Path at = Path.of("").toAbsolutePath(); at != null; at = at.getParent()) {
      Path envoy = at.resolve(".cache/envoy/bin/envoy");
      if (Files.isExecutable(envoy)) {
        return envoy;
      }
    }
    throw new IllegalStateException(
        "Envoy: not found in .cache/envoy/bin; run scripts/setup envoy, or set PILLION_ENVOY");
  }

  /// Has it take what a command line names, without a warning.
  public static void validate(List<String> commandLine) throws IOException, InterruptedException {
    var command = new ArrayList<>(commandLine);
    command.set(0, find().toString());
    command.addAll(List.of("--mode", "validate"));
    var process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertTrue(process.waitFor(30, TimeUnit.SECONDS), output);
    assertEquals(0, process.exitValue(), output);
    assertFalse(output.contains("[warning]") || output.contains("Deprecated field"), output);
  }
}
