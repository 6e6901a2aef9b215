package dev.pillion.traffic.app;

import java.util.Map;
import java.util.Optional;

/// What an application, or a proxy in its place, answers.
///
/// @param headers by their names in lower case
public record Answer(int status, Map<String, String> headers, String body) {
  /// Copies its headers.
  public Answer {
    headers = Map.copyOf(headers);
  }

  /// None: the connection ends instead. HTTP/1.1 only.
  public static final Answer NONE = new Answer(0, Map.of(), "");

  /// Success with a body.
  public static Answer ok(String body) {
    return new Answer(200, Map.of(), body);
  }

  /// A status without a body.
  public static Answer of(int status) {
    return new Answer(status, Map.of(), "");
  }

  /// The value of a header.
  public Optional<String> header(String name) {
    return Optional.ofNullable(headers.get(name));
  }

  /// In a few words: the body of a success, else the status.
  public String brief() {
    return status == 200 ? body : Integer.toString(status);
  }
}
