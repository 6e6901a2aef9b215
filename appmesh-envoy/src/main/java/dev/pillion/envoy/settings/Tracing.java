package dev.pillion.envoy.settings;

import java.util.Optional;

/// Where traces go.
public sealed interface Tracing {
  /// Nowhere.
  record None() implements Tracing {}

  /// An X-Ray daemon.
  ///
  /// @param sampling empty for the daemon's own rules
  record XRay(String address, int port, String segment, Optional<Sampling> sampling)
      implements Tracing {}

  /// A Datadog agent.
  record Datadog(String address, int port, String service) implements Tracing {}

  /// A collector that speaks Zipkin's protocol.
  record Jaeger(String address, int port, boolean json) implements Tracing {}

  /// Which requests X-Ray traces.
  sealed interface Sampling {
    /// Rules in a file.
    record Rules(String file) implements Sampling {}

    /// So much of all requests, in hundredths.
    record Rate(int percent) implements Sampling {}
  }
}
