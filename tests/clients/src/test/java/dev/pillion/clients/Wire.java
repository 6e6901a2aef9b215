package dev.pillion.clients;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.concurrent.atomic.AtomicInteger;

/// A wire to the server that can break between a reply and its client.
final class Wire implements AutoCloseable {
  private final URI server;
  private final ServerSocket entrance;
  private final AtomicInteger toBreak = new AtomicInteger();

  Wire(URI server) {
    this.server = server;
    try {
      this.entrance = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Thread.ofVirtual().name("wire").start(this::accept);
  }

  URI endpoint() {
    return URI.create("http://127.0.0.1:" + entrance.getLocalPort());
  }

  /// Loses the next reply: the server has answered by then.
  void loseReply() {
    toBreak.set(1);
  }

  /// Whether the reply was lost.
  boolean hasLostIt() {
    return toBreak.get() == 0;
  }

  private void accept() {
    try {
      while (true) {
        Socket client = entrance.accept();
        Thread.ofVirtual().name("wire-connection").start(() -> connect(client));
      }
    } catch (IOException _) {
      // Closed.
    }
  }

  private void connect(Socket client) {
    try (client;
        var upstream = new Socket(server.getHost(), server.getPort())) {
      Thread.ofVirtual().name("wire-requests").start(() -> requests(client, upstream));
      replies(upstream.getInputStream(), client.getOutputStream());
    } catch (IOException _) {
      // One of the two has hung up.
    }
  }

  private static void requests(Socket client, Socket upstream) {
    try {
      client.getInputStream().transferTo(upstream.getOutputStream());
      upstream.shutdownOutput();
    } catch (IOException _) {
      // One of the two has hung up.
    }
  }

  private void replies(InputStream from, OutputStream to) throws IOException {
    var bytes = new byte[8192];
    int read = from.read(bytes);
    while (read >= 0 && !toBreak.compareAndSet(1, 0)) {
      to.write(bytes, 0, read);
      read = from.read(bytes);
    }
  }

  @Override
  public void close() {
    try {
      entrance.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
