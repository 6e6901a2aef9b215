package dev.pillion.agent.gate;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/// A caller of Docker's API that writes every byte itself.
final class RawCaller implements AutoCloseable {
  private final SocketChannel channel;
  private final InputStream in;

  RawCaller(Path socket) throws IOException {
    channel = SocketChannel.open(UnixDomainSocketAddress.of(socket));
    in = Channels.newInputStream(channel);
  }

  /// What Docker and a gate answer to a request on a connection of its own, less what tells the
  /// time of day.
  static String once(Path socket, String request) throws IOException {
    try (var caller = new RawCaller(socket)) {
      caller.send(request);
      return caller.rest().replaceAll("Date: [^\r]*", "Date: ");
    }
  }

  RawCaller send(String text) throws IOException {
    var bytes = ByteBuffer.wrap(text.getBytes(StandardCharsets.ISO_8859_1));
    while (bytes.hasRemaining()) {
      channel.write(bytes);
    }
    return this;
  }

  void endSending() throws IOException {
    channel.shutdownOutput();
  }

  /// Reads up to and with the text.
  String until(String text) throws IOException {
    var read = new ByteArrayOutputStream();
    while (!read.toString(StandardCharsets.ISO_8859_1).endsWith(text)) {
      int next = in.read();
      if (next < 0) {
        throw new IOException("ended after: " + read.toString(StandardCharsets.ISO_8859_1));
      }
      read.write(next);
    }
    return read.toString(StandardCharsets.ISO_8859_1);
  }

  String rest() throws IOException {
    return new String(in.readAllBytes(), StandardCharsets.ISO_8859_1);
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
