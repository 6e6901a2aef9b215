package dev.pillion.mesh.listener;

import java.time.Duration;
import java.util.Optional;

/// How long a request may take and a stream or connection may say nothing.
///
/// @param perRequest all retries included; zero for no limit; 15 s where nothing is said
/// @param idle zero for no limit; Envoy's own default where nothing is said: 5 minutes for a
///   request, one hour for a connection of bytes
public record Timeout(Optional<Duration> perRequest, Optional<Duration> idle) {
  /// What App Mesh grants a request of which nothing is said.
  public static final Duration DEFAULT_REQUEST = Duration.ofSeconds(15);

  /// Nothing said.
  public static final Timeout DEFAULT = new Timeout(Optional.empty(), Optional.empty());

  /// The time for a request; zero for no limit.
  public Duration request() {
    return perRequest.orElse(DEFAULT_REQUEST);
  }
}
