package dev.pillion.agent.envoy;

import java.io.IOException;

/// An HTTP/1.1 answer that the end of its connection ends.
final class HttpAnswer {
  private static final String BLANK_LINE = "\r\n\r\n";

  private HttpAnswer() {}

  /// The body, put together where it came in chunks.
  static String body(String answer) throws IOException {
    int blank = answer.indexOf(BLANK_LINE);
    if (!answer.startsWith("HTTP/1.") || blank < 0) {
      throw new IOException("what it says is no HTTP answer");
    }
    String body = answer.substring(blank + BLANK_LINE.length());
    boolean chunked =
        answer
            .substring(0, blank)
            .lines()
            .anyMatch(header -> header.equalsIgnoreCase("transfer-encoding: chunked"));
    return chunked ? joined(body) : body;
  }

  private static String joined(String chunks) throws IOException {
    var body = new StringBuilder();
    int at = 0;
    while (true) {
      int line = chunks.indexOf("\r\n", at);
      if (line < 0) {
        throw new IOException("its answer ends early");
      }
      int length = length(chunks.substring(at, line));
      if (length == 0) {
        return body.toString();
      }
      int from = line + 2;
      if (from + length > chunks.length()) {
        throw new IOException("its answer ends early");
      }
      body.append(chunks, from, from + length);
      at = from + length + 2;
    }
  }

  private static int length(String line) throws IOException {
    try {
      return Integer.parseInt(line.split(";", 2)[0].strip(), 16);
    } catch (NumberFormatException e) {
      throw new IOException("a chunk of its answer has no length", e);
    }
  }
}
