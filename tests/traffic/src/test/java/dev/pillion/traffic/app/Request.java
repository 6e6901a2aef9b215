package dev.pillion.traffic.app;

import java.util.Map;
import java.util.Optional;

/// What an application was asked.
///
/// @param target path and query
/// @param headers by their names in lower case
public record Request(String method, String target, Map<String, String> headers, String body) {
  /// Copies its headers.
  public Request {
    headers = Map.copyOf(headers);
  }

  /// The value of a header.
  public Optional<String> header(String name) {
    return Optional.ofNullable(headers.get(name));
  }
}
