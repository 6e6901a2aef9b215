package dev.pillion.envoy.http;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/// One HTTP/1.1 message as it is read: its first line, its headers by their lower-case names, and
/// what came of its body with them.
///
/// @param begun the first of the body, a character a byte
record Message(String firstLine, Map<String, String> headers, String begun) {
  private static final int CHUNK = 8192;
  private static final int MOST_HEADERS = 16 * 1024;

  /// @throws IOException when it ends early, or its headers are too large
  static Message read(SocketChannel channel) throws IOException {
    var bytes = new ByteArrayOutputStream();
    var chunk = ByteBuffer.allocate(CHUNK);
    while (true) {
      if (channel.read(chunk) < 0) {
        throw new IOException("the connection ended before the headers did");
      }
      bytes.write(chunk.array(), 0, chunk.position());
      chunk.clear();
      String text = bytes.toString(StandardCharsets.ISO_8859_1);
      int blank = text.indexOf("\r\n\r\n");
      if (blank >= 0) {
        return of(text.substring(0, blank), text.substring(blank + 4));
      }
      if (bytes.size() > MOST_HEADERS) {
        throw new IOException("the headers are larger than " + MOST_HEADERS + " bytes");
      }
    }
  }

  private static Message of(String head, String begun) {
    String[] lines = head.split("\r\n", -1);
    var headers = new TreeMap<String, String>();
    for (int i = 1; i < lines.length; i++) {
      String[] parts = lines[i].split(":", 2);
      if (parts.length == 2) {
        headers.put(parts[0].strip().toLowerCase(Locale.ROOT), parts[1].strip());
      }
    }
    return new Message(lines[0], headers, begun);
  }

  /// The body, as long as the headers say; empty where they say nothing.
  String sized(SocketChannel channel, int most) throws IOException {
    int length = length();
    if (length > most) {
      throw new IOException("the body is larger than " + most + " bytes");
    }
    var body = ByteBuffer.allocate(length);
    body.put(begun.getBytes(StandardCharsets.ISO_8859_1), 0, Math.min(begun.length(), length));
    while (body.hasRemaining()) {
      if (channel.read(body) < 0) {
        throw new IOException("the connection ended before the body did");
      }
    }
    return new String(body.array(), StandardCharsets.ISO_8859_1);
  }

  private int length() throws IOException {
    if (headers.containsKey("transfer-encoding")) {
      throw new IOException("a body in chunks is not taken");
    }
    try {
      int length = Integer.parseInt(headers.getOrDefault("content-length", "0"));
      if (length >= 0) {
        return length;
      }
    } catch (NumberFormatException _) {
      // Said below.
    }
    throw new IOException("the body's length is no number");
  }

  /// The body up to the connection's end, put together where it came in chunks.
  String rest(SocketChannel channel, int most) throws IOException {
    var bytes = new ByteArrayOutputStream();
    bytes.write(begun.getBytes(StandardCharsets.ISO_8859_1));
    var chunk = ByteBuffer.allocate(CHUNK);
    while (channel.read(chunk) >= 0) {
      bytes.write(chunk.array(), 0, chunk.position());
      chunk.clear();
      if (bytes.size() > most) {
        throw new IOException("the answer is larger than " + most + " bytes");
      }
    }
    boolean chunked = headers.getOrDefault("transfer-encoding", "").equalsIgnoreCase("chunked");
    String body = bytes.toString(StandardCharsets.ISO_8859_1);
    return chunked ? Chunks.joined(body) : body;
  }

  /// Sends text, a character a byte.
  static void write(SocketChannel channel, String text) throws IOException {
    var bytes = ByteBuffer.wrap(text.getBytes(StandardCharsets.ISO_8859_1));
    while (bytes.hasRemaining()) {
      channel.write(bytes);
    }
  }
}
