package dev.pillion.inject.plan;

import java.time.Duration;

/// How long a task's connections wait for its rules and its Envoy.
public sealed interface HoldPolicy {
  /// Until both are there.
  record Closed() implements HoldPolicy {}

  /// Not at all: connections opened before then go around the proxy.
  record Open() implements HoldPolicy {}

  /// Until both are there, but no longer than this after the pause container's start; positive.
  record AtMost(Duration limit) implements HoldPolicy {}
}
