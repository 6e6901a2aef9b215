package dev.pillion.traffic.app;

import dev.pillion.traffic.net.Host;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/// A port of a host, and a thread for each connection to it.
final class Listening implements AutoCloseable {
  /// Serves one connection, which is closed when it returns.
  interface Connected {
    void serve(SocketChannel connection) throws IOException, InterruptedException;
  }

  private final ServerSocketChannel server;
  private final Set<SocketChannel> open = ConcurrentHashMap.newKeySet();

  Listening(Host host, String address, int port, Connected connected) {
    server = host.listen(address, port);
    Thread.ofVirtual().name("listening-" + port).start(() -> accept(connected));
  }

  private void accept(Connected connected) {
    while (server.isOpen()) {
      try {
        SocketChannel connection = server.accept();
        open.add(connection);
        Thread.ofVirtual().start(() -> serve(connected, connection));
      } catch (IOException _) {
        return;
      }
    }
  }

  private void serve(Connected connected, SocketChannel connection) {
    try (connection) {
      connected.serve(connection);
    } catch (IOException _) {
      // The caller has gone.
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    } finally {
      open.remove(connection);
    }
  }

  @Override
  public void close() {
    try {
      server.close();
      for (SocketChannel connection : open) {
        connection.close();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
