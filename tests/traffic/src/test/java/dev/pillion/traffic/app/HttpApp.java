package dev.pillion.traffic.app;

import dev.pillion.traffic.net.Host;
import java.io.EOFException;
import java.io.IOException;
import java.nio.channels.SocketChannel;
import java.util.HashMap;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/// An application that speaks HTTP/1.1. It remembers what it was asked.
public final class HttpApp implements AutoCloseable {
  private final List<Request> requests = new CopyOnWriteArrayList<>();
  private final Listening listening;
  private volatile Behaviour behaviour;

  private HttpApp(Host host, String address, int port, Behaviour behaviour) {
    this.behaviour = behaviour;
    this.listening = new Listening(host, address, port, this::serve);
  }

  /// One that listens for both families.
  public static HttpApp on(Host host, int port, Behaviour behaviour) {
    return on(host, "::", port, behaviour);
  }

  /// One that listens at an address.
  public static HttpApp on(Host host, String address, int port, Behaviour behaviour) {
    return host.owns(new HttpApp(host, address, port, behaviour));
  }

  /// Behaves otherwise from now on.
  public void behave(Behaviour other) {
    behaviour = other;
  }

  /// What it was asked, in order.
  public List<Request> requests() {
    return List.copyOf(requests);
  }

  /// Forgets what it was asked.
  public void forget() {
    requests.clear();
  }

  private void serve(SocketChannel connection) throws IOException, InterruptedException {
    var in = connection.socket().getInputStream();
    var out = connection.socket().getOutputStream();
    while (true) {
      HttpText.Message message;
      try {
        message = HttpText.read(in, false);
      } catch (EOFException _) {
        return;
      }
      String[] first = message.first().split(" ", 3);
      var request = new Request(first[0], first[1], message.headers(), message.body());
      requests.add(request);
      Answer answer = behaviour.to(request);
      if (answer.equals(Answer.NONE)) {
        return;
      }
      var line = "HTTP/1.1 %d -".formatted(answer.status());
      out.write(HttpText.bytes(line, new HashMap<>(answer.headers()), answer.body()));
    }
  }

  @Override
  public void close() {
    listening.close();
  }
}
