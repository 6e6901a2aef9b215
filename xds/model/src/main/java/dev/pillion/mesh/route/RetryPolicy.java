package dev.pillion.mesh.route;

import java.time.Duration;
import java.util.List;

/// When a request is tried again, and how often. The events are App Mesh's words, sorted.
///
/// @param maxRetries at least 0
/// @param perRetryTimeout for one try; zero for none of its own
/// @param httpEvents of `server-error`, `gateway-error`, `client-error`, `stream-error`
/// @param tcpEvents none, or `connection-error`
/// @param grpcEvents gRPC status names in lower case, such as `deadline-exceeded`
public record RetryPolicy(
    long maxRetries,
    Duration perRetryTimeout,
    List<String> httpEvents,
    List<String> tcpEvents,
    List<String> grpcEvents) {
  /// Sorts and copies its lists.
  public RetryPolicy {
    httpEvents = httpEvents.stream().distinct().sorted().toList();
    tcpEvents = tcpEvents.stream().distinct().sorted().toList();
    grpcEvents = grpcEvents.stream().distinct().sorted().toList();
  }
}
