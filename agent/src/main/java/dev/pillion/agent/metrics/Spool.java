package dev.pillion.agent.metrics;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/// A file without a name that keeps the lines of one scrape, because together they are larger than
/// an agent's memory may be.
final class Spool implements AutoCloseable {
  private static final int BUFFER = 16 * 1024;

  private final FileChannel file;
  private final long most;
  private final ByteBuffer buffer = ByteBuffer.allocate(BUFFER);
  private long written;

  private Spool(FileChannel file, long most) {
    this.file = file;
    this.most = most;
  }

  /// @param most how many bytes it may keep
  static Spool in(Path folder, long most) throws IOException {
    Path path = Files.createTempFile(folder, "metrics-", ".spool");
    var file = FileChannel.open(path, StandardOpenOption.READ, StandardOpenOption.WRITE);
    // Now, so that an agent that is killed leaves nothing behind.
    Files.delete(path);
    return new Spool(file, most);
  }

  /// Where the next line begins.
  long end() {
    return written + buffer.position();
  }

  /// Adds a line, a character a byte.
  void add(String line) throws IOException {
    byte[] bytes = line.getBytes(StandardCharsets.ISO_8859_1);
    if (end() + bytes.length >= most) {
      throw new IOException("all Envoys together say more than " + most + " bytes");
    }
    if (bytes.length >= buffer.remaining()) {
      settle();
    }
    if (bytes.length >= buffer.remaining()) {
      write(ByteBuffer.wrap(bytes));
    } else {
      buffer.put(bytes);
    }
    buffer.put((byte) '\n');
  }

  /// Sees to it that what was added is in the file.
  ///
  /// @return where the next line begins
  long settle() throws IOException {
    try {
      write(buffer.flip());
    } finally {
      buffer.clear();
    }
    return written;
  }

  /// Forgets what was added after a place that [#settle] told.
  void backTo(long place) throws IOException {
    buffer.clear();
    file.truncate(place);
    file.position(place);
    written = place;
  }

  /// Hands on what is between two places, all of it settled.
  void copy(long from, long to, OutputStream out) throws IOException {
    long at = from;
    while (at < to) {
      buffer.clear().limit((int) Math.min(buffer.capacity(), to - at));
      int count = file.read(buffer, at);
      if (count < 0) {
        throw new IOException("the spool ends early");
      }
      out.write(buffer.array(), 0, count);
      at += count;
    }
    buffer.clear();
  }

  private void write(ByteBuffer bytes) throws IOException {
    while (bytes.hasRemaining()) {
      written += file.write(bytes);
    }
  }

  @Override
  public void close() throws IOException {
    file.close();
  }
}
