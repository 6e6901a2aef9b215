package dev.pillion.agent.gate;

import java.io.IOException;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;

/// One end of a conversation: what has arrived and was not passed on yet, and what is to be sent.
/// Reading belongs to one thread at a time, and so does writing.
final class Wire implements AutoCloseable {
  // Most connections carry little, and an agent's heap is small; a stream soon has more.
  private static final int LEAST = 4 * 1024;
  private static final int MOST = 32 * 1024;
  // Docker's own limit for a head.
  private static final int LONGEST_HEAD = 1024 * 1024;

  private final SocketChannel channel;
  private byte[] buffer = new byte[LEAST];
  private int from;
  private int to;

  Wire(SocketChannel channel) {
    this.channel = channel;
  }

  /// A connection to Docker.
  static Wire to(SocketAddress address) throws IOException {
    return new Wire(SocketChannel.open(address));
  }

  byte[] bytes() {
    return buffer;
  }

  int from() {
    return from;
  }

  int to() {
    return to;
  }

  boolean empty() {
    return from == to;
  }

  void passed(int count) {
    from += count;
  }

  /// Waits for more.
  ///
  /// @return false when there is no more
  boolean fill() throws IOException {
    if (empty()) {
      if (to == buffer.length && to < MOST) {
        buffer = new byte[to * 2];
      }
      from = 0;
      to = 0;
    } else if (to == buffer.length) {
      makeRoom();
    }
    int count = channel.read(ByteBuffer.wrap(buffer, to, buffer.length - to));
    if (count < 0) {
      return false;
    }
    to += count;
    return true;
  }

  private void makeRoom() {
    int size = to - from;
    byte[] roomy = size > buffer.length / 2 ? new byte[buffer.length * 2] : buffer;
    System.arraycopy(buffer, from, roomy, 0, size);
    buffer = roomy;
    from = 0;
    to = size;
  }

  /// Waits for a whole head.
  ///
  /// @return its length; 0 when the other side ended first, or it is longer than Docker takes
  int awaitHead() throws IOException {
    int seen = 0;
    while (true) {
      int end = endOfHead(seen);
      if (end > 0) {
        return end;
      }
      seen = to - from;
      if (seen >= LONGEST_HEAD || !fill()) {
        return 0;
      }
    }
  }

  /// @param seen how much of what is there was looked at already
  private int endOfHead(int seen) {
    // An end that began in what was seen has at most two characters there.
    for (int at = from + Math.max(0, seen - 2); at < to - 1; at++) {
      if (buffer[at] == '\n') {
        if (buffer[at + 1] == '\n') {
          return at + 2 - from;
        }
        if (at + 2 < to && buffer[at + 1] == '\r' && buffer[at + 2] == '\n') {
          return at + 3 - from;
        }
      }
    }
    return 0;
  }

  /// Sends on the first bytes of what has arrived elsewhere.
  void send(Wire other, int count) throws IOException {
    write(ByteBuffer.wrap(other.buffer, other.from, count));
    other.passed(count);
  }

  void write(ByteBuffer bytes) throws IOException {
    while (bytes.hasRemaining()) {
      channel.write(bytes);
    }
  }

  /// Passes on whatever comes, to its end, and then tells the other side of the end.
  void pump(Wire other) throws IOException {
    do {
      if (!empty()) {
        other.send(this, to - from);
      }
    } while (fill());
    other.end();
  }

  /// Nothing more will be sent; what comes is still read.
  void end() throws IOException {
    channel.shutdownOutput();
  }

  @Override
  public void close() {
    try {
      channel.close();
    } catch (IOException e) {
      // It is gone either way.
      return;
    }
  }
}
