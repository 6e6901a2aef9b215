package dev.pillion.agent.gate;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.TreeMap;

/// The first line and the headers of a message, read as far as its end must be found.
///
/// @param line the first
/// @param length of the body, where it is told
/// @param chunked whether the body comes in chunks
/// @param connection what the sender says of the connection, in small letters
record Head(String line, Optional<Long> length, boolean chunked, String connection) {
  /// Empty for what is no head of HTTP/1.
  static Optional<Head> parse(byte[] bytes, int from, int to) {
    List<String> lines =
        new String(bytes, from, to - from, StandardCharsets.ISO_8859_1).lines().toList();
    var headers = new TreeMap<String, String>();
    for (String line : lines.subList(Math.min(1, lines.size()), lines.size())) {
      int colon = line.indexOf(':');
      if (colon > 0) {
        headers.merge(
            line.substring(0, colon).strip().toLowerCase(Locale.ROOT),
            line.substring(colon + 1).strip(),
            (a, b) -> a + ", " + b);
      }
    }
    String length = headers.getOrDefault("content-length", "");
    if (lines.isEmpty() || !length.matches("[0-9]{0,18}")) {
      return Optional.empty();
    }
    String coding = headers.getOrDefault("transfer-encoding", "").toLowerCase(Locale.ROOT);
    return Optional.of(
        new Head(
            lines.getFirst(),
            length.isEmpty() ? Optional.empty() : Optional.of(Long.parseLong(length)),
            coding.endsWith("chunked"),
            headers.getOrDefault("connection", "").toLowerCase(Locale.ROOT)));
  }

  /// Whether the sender ends the connection after the message.
  boolean closes() {
    return connection.contains("close");
  }
}
