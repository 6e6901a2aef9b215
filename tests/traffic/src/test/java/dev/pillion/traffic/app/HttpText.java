package dev.pillion.traffic.app;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/// HTTP/1.1 as it is on the wire.
final class HttpText {
  /// A message: a first line, headers by lower-case names, and what follows.
  record Message(String first, Map<String, String> headers, String body) {}

  private HttpText() {}

  /// The next message.
  ///
  /// @param answer whether the message may end with its connection
  /// @throws EOFException when the connection ends before it
  static Message read(InputStream in, boolean answer) throws IOException {
    String first = line(in);
    var headers = new HashMap<String, String>();
    for (String line = line(in); !line.isEmpty(); line = line(in)) {
      int colon = line.indexOf(':');
      headers.put(
          line.substring(0, colon).toLowerCase(Locale.ROOT), line.substring(colon + 1).strip());
    }
    return new Message(first, headers, body(in, first, headers, answer));
  }

  /// A message's bytes, with the length of its body.
  static byte[] bytes(String first, Map<String, String> headers, String body) {
    byte[] content = body.getBytes(StandardCharsets.UTF_8);
    var text = new StringBuilder(first).append("\r\n");
    new TreeMap<>(headers)
        .forEach((name, value) -> text.append(name).append(": ").append(value).append("\r\n"));
    text.append("content-length: ").append(content.length).append("\r\n\r\n").append(body);
    return text.toString().getBytes(StandardCharsets.UTF_8);
  }

  private static String body(
      InputStream in, String first, Map<String, String> headers, boolean answer)
      throws IOException {
    if ("chunked".equals(headers.get("transfer-encoding"))) {
      return chunks(in);
    }
    if (headers.containsKey("content-length")) {
      int length = Integer.parseInt(Objects.requireNonNull(headers.get("content-length")));
      return new String(exactly(in, length), StandardCharsets.UTF_8);
    }
    boolean untilTheEnd = answer && !first.contains(" 204 ") && !first.contains(" 101 ");
    return untilTheEnd ? new String(in.readAllBytes(), StandardCharsets.UTF_8) : "";
  }

  private static String chunks(InputStream in) throws IOException {
    var all = new ByteArrayOutputStream();
    for (int size = size(in); size > 0; size = size(in)) {
      all.write(exactly(in, size));
      line(in);
    }
    line(in);
    return all.toString(StandardCharsets.UTF_8);
  }

  private static int size(InputStream in) throws IOException {
    return Integer.parseInt(line(in).strip(), 16);
  }

  private static byte[] exactly(InputStream in, int length) throws IOException {
    byte[] bytes = in.readNBytes(length);
    if (bytes.length < length) {
      throw new EOFException("the connection ended in the middle of a body");
    }
    return bytes;
  }

  private static String line(InputStream in) throws IOException {
    var line = new ByteArrayOutputStream();
    for (int next = in.read(); next != '\n'; next = in.read()) {
      if (next < 0) {
        throw new EOFException("the connection ended; last was: " + line);
      }
      if (next != '\r') {
        line.write(next);
      }
    }
    return line.toString(StandardCharsets.UTF_8);
  }
}
