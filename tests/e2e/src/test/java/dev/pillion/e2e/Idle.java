package dev.pillion.e2e;

import dev.pillion.localecs.ContainerDefinition;
import dev.pillion.localecs.Settings;
import java.time.Duration;

/// An app that does nothing until it is told to end.
final class Idle {
  private Idle() {}

  static ContainerDefinition app() {
    return ContainerDefinition.of(
            "app", Settings.DEMO_IMAGE, "sh", "-c", "trap 'exit 0' TERM; while :; do sleep 1; done")
        .stopTimeout(Duration.ofSeconds(2));
  }
}
