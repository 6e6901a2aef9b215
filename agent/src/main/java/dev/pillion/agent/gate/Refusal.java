package dev.pillion.agent.gate;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/// An answer that says no, in the form that Docker's own have.
///
/// @param json whether the caller's API version has errors in JSON; older ones show the text as it
///   is
record Refusal(int status, String message, boolean json) {
  // ECS keeps 1,024 characters of a reason, and puts words of its own before ours.
  private static final int LONGEST = 900;

  static Refusal failed(String message, boolean json) {
    return new Refusal(500, message, json);
  }

  static Refusal unavailable(String message, boolean json) {
    return new Refusal(503, message, json);
  }

  ByteBuffer bytes() {
    String line = line();
    String text = json ? "{\"message\":\"" + escaped(line) + "\"}\n" : line + "\n";
    byte[] body = text.getBytes(StandardCharsets.UTF_8);
    String head =
        "HTTP/1.1 %d %s\r\nContent-Type: %s\r\nServer: pillion\r\nContent-Length: %d\r\n\r\n"
            .formatted(
                status,
                status == 503 ? "Service Unavailable" : "Internal Server Error",
                json ? "application/json" : "text/plain; charset=utf-8",
                body.length);
    byte[] start = head.getBytes(StandardCharsets.ISO_8859_1);
    return ByteBuffer.allocate(start.length + body.length).put(start).put(body).flip();
  }

  private String line() {
    String line = message.replaceAll("\\s+", " ").strip();
    return line.length() <= LONGEST ? line : line.substring(0, LONGEST - 1) + "…";
  }

  private static String escaped(String text) {
    var escaped = new StringBuilder();
    for (int at = 0; at < text.length(); at++) {
      char character = text.charAt(at);
      if (character == '"' || character == '\\') {
        escaped.append('\\').append(character);
      } else if (character < ' ') {
        escaped.append("\\u%04x".formatted((int) character));
      } else {
        escaped.append(character);
      }
    }
    return escaped.toString();
  }
}
