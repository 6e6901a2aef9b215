package dev.pillion.agent.metrics;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/// An Envoy's admin socket that says the same to everybody, or nothing.
final class AdminStandIn implements AutoCloseable {
  private final ServerSocketChannel listening;
  private final List<String> asked = new CopyOnWriteArrayList<>();

  private AdminStandIn(ServerSocketChannel listening) {
    this.listening = listening;
  }

  static AdminStandIn says(Path socket, String answer) throws IOException {
    var standIn = silent(socket);
    Thread.ofVirtual().start(() -> standIn.serve(answer));
    return standIn;
  }

  /// Connections are taken by the kernel and by nobody else.
  static AdminStandIn silent(Path socket) throws IOException {
    return new AdminStandIn(
        ServerSocketChannel.open(StandardProtocolFamily.UNIX)
            .bind(UnixDomainSocketAddress.of(socket)));
  }

  static String ok(String body) {
    return "HTTP/1.1 200 OK\r\n\r\n" + body;
  }

  /// The first lines of the requests.
  List<String> asked() {
    return asked;
  }

  private void serve(String answer) {
    while (listening.isOpen()) {
      try (var connection = listening.accept()) {
        var request = ByteBuffer.allocate(1024);
        connection.read(request);
        asked.add(new String(request.array(), UTF_8).lines().findFirst().orElse(""));
        var bytes = ByteBuffer.wrap(answer.getBytes(UTF_8));
        while (bytes.hasRemaining()) {
          connection.write(bytes);
        }
      } catch (IOException _) {
        // Closed, or the caller has gone.
      }
    }
  }

  @Override
  public void close() throws IOException {
    listening.close();
  }
}
