package dev.pillion.xds.http;

import io.helidon.common.buffers.BufferData;
import io.helidon.common.buffers.DataWriter;

/// Writes to a client, but not for longer than it may take.
record WatchedWriter(DataWriter writer, Connection connection) implements DataWriter {
  @Override
  public void write(BufferData... buffers) {
    connection.write(() -> writer.write(buffers));
  }

  @Override
  public void write(BufferData buffer) {
    connection.write(() -> writer.write(buffer));
  }

  @Override
  public void writeNow(BufferData... buffers) {
    connection.write(() -> writer.writeNow(buffers));
  }

  @Override
  public void writeNow(BufferData buffer) {
    connection.write(() -> writer.writeNow(buffer));
  }

  @Override
  public void flush() {
    connection.write(writer::flush);
  }

  @Override
  public void close() {
    writer.close();
  }
}
