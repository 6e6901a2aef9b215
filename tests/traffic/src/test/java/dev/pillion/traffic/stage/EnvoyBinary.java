package dev.pillion.traffic.stage;

import java.nio.file.Files;
import java.nio.file.Path;

/// The Envoy that tests run: `PILLION_ENVOY`, else the one that `scripts/setup envoy` put into the
/// repository's cache.
final class EnvoyBinary {
  private EnvoyBinary() {}

  static Path find() {
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
