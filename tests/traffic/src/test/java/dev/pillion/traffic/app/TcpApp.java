package dev.pillion.traffic.app;

import dev.pillion.traffic.net.Host;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicInteger;

/// An application of lines: it may greet whoever connects, and repeats each line with its name.
public final class TcpApp implements AutoCloseable {
  private final String name;
  private final boolean greets;
  private final Listening listening;
  private final AtomicInteger connections = new AtomicInteger();

  private TcpApp(Host host, int port, String name, boolean greets) {
    this.name = name;
    this.greets = greets;
    this.listening = new Listening(host, "::", port, this::serve);
  }

  /// One that waits for its callers' first line.
  public static TcpApp on(Host host, int port, String name) {
    return host.owns(new TcpApp(host, port, name, false));
  }

  /// One that speaks first, as databases and mail servers do.
  public static TcpApp greeting(Host host, int port, String name) {
    return host.owns(new TcpApp(host, port, name, true));
  }

  /// How many connections there were.
  public int connections() {
    return connections.get();
  }

  private void serve(SocketChannel connection) throws IOException {
    connections.incrementAndGet();
    var out = connection.socket().getOutputStream();
    if (greets) {
      out.write((name + " greets\n").getBytes(StandardCharsets.UTF_8));
    }
    var in =
        new BufferedReader(
            new InputStreamReader(connection.socket().getInputStream(), StandardCharsets.UTF_8));
    for (String line = in.readLine(); line != null; line = in.readLine()) {
      out.write((name + ": " + line + "\n").getBytes(StandardCharsets.UTF_8));
    }
  }

  @Override
  public void close() {
    listening.close();
  }
}
