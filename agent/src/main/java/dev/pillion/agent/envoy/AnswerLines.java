package dev.pillion.agent.envoy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;

/// The body of an HTTP/1.1 answer, a line at a time as it comes, so that an answer of any size
/// takes the room of its longest line.
final class AnswerLines {
  private static final int CHUNK_BYTES = 8192;
  private static final int LONGEST_LINE = 64 * 1024;
  private static final int LONGEST_HEAD = 100;
  private static final long TO_THE_END = Long.MAX_VALUE;

  private final Source source;
  private final long most;
  private final ByteBuffer read = ByteBuffer.allocate(CHUNK_BYTES).limit(0);
  private byte[] line = new byte[256];
  // Of the body, or of the chunk of it that is being read.
  private long left = TO_THE_END;
  private boolean chunked;
  private long taken;

  /// Where an answer comes from.
  interface Source {
    /// Puts what there is into the buffer, waiting for it; false at the connection's end.
    boolean fill(ByteBuffer buffer) throws IOException;
  }

  /// @param most how many bytes the body may have
  AnswerLines(Source source, long most) {
    this.source = source;
    this.most = most;
  }

  /// Hands on each line without its end.
  ///
  /// @throws IOException when the answer is none, is not OK, ends early or is too large
  void each(EnvoyStatistics.Sink sink) throws IOException {
    head();
    int length = 0;
    for (int next = bodyByte(); next >= 0; next = bodyByte()) {
      if (next == '\n') {
        sink.line(text(length));
        length = 0;
      } else {
        put(length++, next);
      }
    }
    if (length > 0) {
      sink.line(text(length));
    }
  }

  private void head() throws IOException {
    String status = headLine();
    if (!status.startsWith("HTTP/1.")) {
      throw new IOException("what it says is no HTTP answer");
    }
    if (!status.contains(" 200")) {
      throw new IOException("it says " + status);
    }
    int lines = 0;
    for (String header = headLine(); !header.isEmpty(); header = headLine()) {
      header(header.toLowerCase(Locale.ROOT));
      if (++lines > LONGEST_HEAD) {
        throw new IOException("its answer has too many headers");
      }
    }
  }

  private void header(String header) throws IOException {
    if (header.equals("transfer-encoding: chunked")) {
      chunked = true;
      left = 0;
    } else if (header.startsWith("content-length:") && !chunked) {
      left = number(header.substring(header.indexOf(':') + 1), 10);
    }
  }

  private int bodyByte() throws IOException {
    if (left == 0 && !(chunked && nextChunk())) {
      return -1;
    }
    int next = rawByte();
    if (next < 0) {
      if (left == TO_THE_END) {
        return -1;
      }
      throw early();
    }
    if (left != TO_THE_END) {
      left--;
    }
    if (++taken > most) {
      throw new IOException("its answer is larger than " + most + " bytes");
    }
    return next;
  }

  /// False at the last, which has nothing in it.
  private boolean nextChunk() throws IOException {
    if (taken > 0 && !headLine().isEmpty()) {
      throw new IOException("a chunk of its answer is longer than it said");
    }
    left = number(headLine().split(";", 2)[0], 16);
    if (left == 0) {
      chunked = false;
    }
    return left > 0;
  }

  private static long number(String digits, int radix) throws IOException {
    try {
      int value = Integer.parseInt(digits.strip(), radix);
      if (value >= 0) {
        return value;
      }
    } catch (NumberFormatException _) {
      // Said below.
    }
    throw new IOException("a part of its answer has no length");
  }

  private String headLine() throws IOException {
    var text = new StringBuilder();
    for (int next = rawByte(); next != '\n'; next = rawByte()) {
      if (next < 0) {
        throw early();
      }
      if (text.length() == CHUNK_BYTES) {
        throw new IOException("a header of its answer is too long");
      }
      text.append((char) next);
    }
    return text.toString().strip();
  }

  private int rawByte() throws IOException {
    while (!read.hasRemaining()) {
      read.clear();
      boolean more = source.fill(read);
      read.flip();
      if (!more) {
        return -1;
      }
    }
    return read.get() & 0xff;
  }

  private void put(int at, int next) throws IOException {
    if (at == line.length) {
      if (at == LONGEST_LINE) {
        throw new IOException("a line of its answer is longer than " + LONGEST_LINE + " bytes");
      }
      line = Arrays.copyOf(line, at * 2);
    }
    line[at] = (byte) next;
  }

  /// A character a byte, so that it passes unchanged whatever it is.
  private String text(int length) {
    int end = length > 0 && line[length - 1] == '\r' ? length - 1 : length;
    return new String(line, 0, end, StandardCharsets.ISO_8859_1);
  }

  private static IOException early() {
    return new IOException("its answer ends early");
  }
}
