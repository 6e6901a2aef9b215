package dev.pillion.mesh.route;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/// Which HTTP requests a route takes: those that meet every condition.
///
/// @param port the listener's port that the route is for; empty where the match names none
public record HttpMatch(
    PathMatch path,
    Optional<String> method,
    Optional<String> scheme,
    List<ValueMatch> headers,
    List<QueryMatch> queryParameters,
    OptionalInt port) {
  /// Copies its lists.
  public HttpMatch {
    headers = List.copyOf(headers);
    queryParameters = List.copyOf(queryParameters);
  }

  /// Requests by their path alone.
  public static HttpMatch of(PathMatch path) {
    return new HttpMatch(
        path, Optional.empty(), Optional.empty(), List.of(), List.of(), OptionalInt.empty());
  }
}
