package dev.pillion.xds.api;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/// A client that sends what no decent client would. Whatever the server does, each call returns or
/// throws within a stated time.
final class RawClient implements AutoCloseable {
  /// Within which a server has answered or ended.
  static final Duration PATIENCE = Duration.ofSeconds(30);

  private static final int END = -1;

  private final Socket socket;

  private RawClient(Socket socket) {
    this.socket = socket;
  }

  static RawClient connect(ApiServer server) throws IOException {
    return connect(server.address());
  }

  static RawClient connect(InetSocketAddress server) throws IOException {
    return connect(server, 0);
  }

  /// @param receiveBuffer in bytes; 0 for the system's own size
  static RawClient connect(InetSocketAddress server, int receiveBuffer) throws IOException {
    var socket = new Socket();
    if (receiveBuffer > 0) {
      socket.setReceiveBufferSize(receiveBuffer);
    }
    socket.connect(
        new InetSocketAddress(InetAddress.getLoopbackAddress(), server.getPort()),
        (int) PATIENCE.toMillis());
    return new RawClient(socket);
  }

  RawClient send(String text) throws IOException {
    socket.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
    socket.getOutputStream().flush();
    return this;
  }

  /// Sends it and says that nothing more comes. That the server has ended before is no failure.
  RawClient sendAll(String text) {
    try {
      send(text);
      socket.shutdownOutput();
    } catch (IOException _) {
      // what the server said before it ended is there to be read
    }
    return this;
  }

  /// One answer, its head and as much of its body as the head tells of; all that came before the
  /// connection's end where it is cut short.
  String answer() throws IOException {
    long end = end();
    var text = new StringBuilder();
    int whole = -1;
    while (whole < 0 || text.length() < whole) {
      int next = read(end);
      if (next == END) {
        return text.toString();
      }
      text.append((char) next);
      if (whole < 0 && next == '\n' && text.indexOf("\r\n\r\n") >= 0) {
        String length = text.toString().replaceFirst("(?is).*content-length: *(\\d+).*", "$1");
        whole = text.length() + Integer.parseInt(length);
      }
    }
    return text.toString();
  }

  /// All that comes until the connection's end.
  String rest() throws IOException {
    long end = end();
    var text = new StringBuilder();
    for (int next = read(end); next != END; next = read(end)) {
      text.append((char) next);
    }
    return text.toString();
  }

  /// Returns when the server ends the connection, whatever it says before.
  void awaitEnd() throws IOException {
    var _ = rest();
  }

  /// Sends one character after the other until the server has had enough of it.
  void sendUntilEnd(String character) throws IOException {
    long end = end();
    while (true) {
      try {
        send(character);
      } catch (IOException _) {
        return;
      }
      if (arrived(Duration.ofMillis(50)) == END) {
        return;
      }
      checkTime(end);
    }
  }

  /// The next byte, [#END], or 0 if nothing came.
  private int arrived(Duration patience) throws IOException {
    socket.setSoTimeout((int) patience.toMillis());
    try {
      return socket.getInputStream().read();
    } catch (SocketTimeoutException _) {
      return 0;
    } catch (IOException _) {
      // a reset is an end too
      return END;
    }
  }

  private int read(long end) throws IOException {
    checkTime(end);
    socket.setSoTimeout((int) PATIENCE.toMillis());
    try {
      return socket.getInputStream().read();
    } catch (SocketTimeoutException e) {
      throw e;
    } catch (IOException _) {
      // a reset is an end too
      return END;
    }
  }

  private static long end() {
    return System.nanoTime() + PATIENCE.toNanos();
  }

  private static void checkTime(long end) throws SocketTimeoutException {
    if (System.nanoTime() - end > 0) {
      throw new SocketTimeoutException("the server has not ended within " + PATIENCE);
    }
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
