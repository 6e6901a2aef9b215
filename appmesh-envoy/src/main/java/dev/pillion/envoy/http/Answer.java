package dev.pillion.envoy.http;

import java.nio.charset.StandardCharsets;

/// An answer, whole.
///
/// @param status such as 200
/// @param type of the body
/// @param body a character a byte (ISO 8859-1), so that it passes unchanged whatever it is
public record Answer(int status, String type, String body) implements Reply {
  private static final String TEXT = "text/plain; charset=UTF-8";

  /// Words for a person.
  public static Answer text(int status, String words) {
    return text(status, TEXT, words);
  }

  /// Text of a type.
  public static Answer text(int status, String type, String words) {
    byte[] bytes = words.getBytes(StandardCharsets.UTF_8);
    return new Answer(status, type, new String(bytes, StandardCharsets.ISO_8859_1));
  }

  /// The body as text.
  public String text() {
    return new String(body.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
  }
}
