package dev.pillion.envoy.http;

import java.io.IOException;

/// A body that came in chunks.
final class Chunks {
  private Chunks() {}

  static String joined(String chunks) throws IOException {
    var body = new StringBuilder();
    int at = 0;
    while (true) {
      int end = chunks.indexOf("\r\n", at);
      if (end < 0) {
        throw early();
      }
      int length = length(chunks.substring(at, end));
      int from = end + 2;
      if (length == 0) {
        return body.toString();
      }
      if (length > chunks.length() - from) {
        throw early();
      }
      body.append(chunks, from, from + length);
      at = from + length + 2;
    }
  }

  private static int length(String line) throws IOException {
    try {
      return Integer.parseUnsignedInt(line.split(";", 2)[0].strip(), 16) & Integer.MAX_VALUE;
    } catch (NumberFormatException e) {
      throw new IOException("a chunk has no length", e);
    }
  }

  private static IOException early() {
    return new IOException("the answer ends early");
  }
}
