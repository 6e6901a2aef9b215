package dev.pillion.agent.relay;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pillion.inject.envoy.Bootstrap;
import dev.pillion.inject.envoy.ProxyIdentity;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// The Envoy that tests run: `PILLION_ENVOY`, else the one that `scripts/setup envoy` put into the
/// repository's cache.
public final class EnvoyBinary {
  private EnvoyBinary() {}

  /// Starts it with the bootstrap that tasks get, in a directory of its own.
  public static Process start(ProxyIdentity identity, Path directory) throws IOException {
    Path file = directory.resolve("bootstrap.json");
    String bootstrap = Bootstrap.of(identity);
    assertTrue(bootstrap.contains(Bootstrap.DIRECTORY));
    Files.writeString(file, bootstrap.replace(Bootstrap.DIRECTORY, directory.toString()));
    return new ProcessBuilder(
            find().toString(),
            "-c",
            file.toString(),
            "--disable-hot-restart",
            "--concurrency",
            "1",
            "--log-level",
            "error")
        .inheritIO()
        .start();
  }

  private static Path find() {
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
}
