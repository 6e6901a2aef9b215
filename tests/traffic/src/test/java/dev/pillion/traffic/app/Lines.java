package dev.pillion.traffic.app;

import dev.pillion.traffic.net.Host;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/// A connection over which lines go.
public final class Lines implements AutoCloseable {
  private static final int LIMIT_MILLIS = 20_000;

  private final SocketChannel channel;
  private final BufferedReader in;

  private Lines(SocketChannel channel) throws IOException {
    this.channel = channel;
    Socket socket = channel.socket();
    socket.setSoTimeout(LIMIT_MILLIS);
    this.in =
        new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
  }

  /// A new one from a host.
  ///
  /// @throws UncheckedIOException when nobody answers
  public static Lines open(Host from, String address, int port) {
    try {
      return new Lines(from.connect(new InetSocketAddress(address, port)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Sends a line and gives the next one.
  public String ask(String line) {
    try {
      channel.socket().getOutputStream().write((line + "\n").getBytes(StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return next();
  }

  /// The next line.
  ///
  /// @throws UncheckedIOException when the connection ends instead
  public String next() {
    try {
      @Nullable String line = in.readLine();
      if (line == null) {
        throw new IOException("the connection has ended");
      }
      return line;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    try {
      channel.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
