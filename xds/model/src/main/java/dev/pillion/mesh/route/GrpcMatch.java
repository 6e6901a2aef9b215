package dev.pillion.mesh.route;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/// Which gRPC calls a route takes: those that meet every condition.
///
/// @param service the service's full name; empty for all
/// @param method one of the service's methods; empty for all
/// @param port the listener's port that the route is for; empty where the match names none
public record GrpcMatch(
    Optional<String> service,
    Optional<String> method,
    List<ValueMatch> metadata,
    OptionalInt port) {
  /// Copies its list.
  public GrpcMatch {
    metadata = List.copyOf(metadata);
  }
}
