package dev.pillion.traffic.app;

import dev.pillion.traffic.net.Host;
import java.io.IOException;
import java.nio.channels.SocketChannel;
import java.util.Map;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;

/// An application that speaks HTTP/1.1 over TLS, one request a connection.
public final class TlsApp implements AutoCloseable {
  private final SSLContext context;
  private final String name;
  private final Listening listening;

  private TlsApp(Host host, int port, String name, SSLContext context) {
    this.context = context;
    this.name = name;
    this.listening = new Listening(host, "::", port, this::serve);
  }

  /// One that answers everything with its name.
  public static TlsApp on(Host host, int port, String name, SSLContext context) {
    return host.owns(new TlsApp(host, port, name, context));
  }

  private void serve(SocketChannel connection) throws IOException {
    var factory = context.getSocketFactory();
    try (var tls = (SSLSocket) factory.createSocket(connection.socket(), null, true)) {
      tls.setUseClientMode(false);
      HttpText.read(tls.getInputStream(), false);
      tls.getOutputStream().write(HttpText.bytes("HTTP/1.1 200 -", Map.of(), name));
    }
  }

  @Override
  public void close() {
    listening.close();
  }
}
