package dev.pillion.xds.auth;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/// Passes the bytes of each connection on, as a load balancer for TCP does: the server sees other
/// addresses than the client dialled, and nothing else differs.
final class ForwardingProxy implements AutoCloseable {
  private final ServerSocket listener;
  private final InetSocketAddress server;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

  ForwardingProxy(InetSocketAddress server) throws IOException {
    this.server = server;
    this.listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    var _ = threads.submit(this::accept);
  }

  int port() {
    return listener.getLocalPort();
  }

  private Object accept() throws IOException {
    while (true) {
      Socket client = listener.accept();
      var _ = threads.submit(() -> forward(client));
    }
  }

  private Object forward(Socket client) throws IOException {
    try (client;
        var upstream = new Socket(server.getAddress(), server.getPort())) {
      var back =
          threads.submit(() -> upstream.getInputStream().transferTo(client.getOutputStream()));
      client.getInputStream().transferTo(upstream.getOutputStream());
      upstream.shutdownOutput();
      return back.get();
    } catch (InterruptedException | ExecutionException e) {
      throw new IOException(e);
    }
  }

  @Override
  public void close() throws IOException {
    listener.close();
    threads.shutdownNow();
  }
}
