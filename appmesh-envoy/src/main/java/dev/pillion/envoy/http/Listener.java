package dev.pillion.envoy.http;

import dev.pillion.envoy.settings.Admin.Place;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Semaphore;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// An HTTP server at one place: one request a connection, so many at once, each within a bound.
public final class Listener implements AutoCloseable {
  private static final Pattern FIRST_LINE =
      Pattern.compile("([A-Z]{3,10}) (/[\\x21-\\x7e]*) HTTP/1\\.[01]");
  private static final Map<Integer, String> REASONS =
      Map.of(
          200, "OK",
          304, "Not Modified",
          400, "Bad Request",
          404, "Not Found",
          405, "Method Not Allowed",
          429, "Too Many Requests",
          500, "Internal Server Error",
          502, "Bad Gateway",
          503, "Service Unavailable");
  // Whoever reaches the port may dial it: more than these are hung up on.
  private static final int MOST_AT_ONCE = 64;
  private static final int MOST_BODY = 1024 * 1024;
  private static final Duration AGAIN = Duration.ofMillis(10);
  private static final Duration LIMIT = Duration.ofSeconds(30);

  private final ServerSocketChannel socket;
  private final Handler handler;
  private final Semaphore places = new Semaphore(MOST_AT_ONCE);

  private Listener(ServerSocketChannel socket, Handler handler) {
    this.socket = socket;
    this.handler = handler;
  }

  /// Listens until it is closed.
  public static Listener open(Place place, Handler handler) throws IOException {
    var listener = new Listener(Places.listen(place), handler);
    Thread.ofVirtual().name("http").start(listener::accept);
    return listener;
  }

  /// The port that it was given, where 0 was asked for.
  public int port() throws IOException {
    SocketAddress address = socket.getLocalAddress();
    return address instanceof InetSocketAddress tcp ? tcp.getPort() : 0;
  }

  private void accept() {
    while (socket.isOpen()) {
      try {
        SocketChannel channel = socket.accept();
        if (places.tryAcquire()) {
          Thread.ofVirtual().name("http-request").start(() -> serve(channel));
        } else {
          channel.close();
        }
      } catch (ClosedChannelException _) {
        return;
      } catch (IOException _) {
        // For want of file descriptors, say. There will be some when others have ended.
        LockSupport.parkNanos(AGAIN.toNanos());
      }
    }
  }

  private void serve(SocketChannel opened) {
    try (SocketChannel channel = opened) {
      var deadline = Deadlines.close(channel, LIMIT);
      try {
        answer(channel);
      } finally {
        deadline.cancel(false);
      }
    } catch (IOException _) {
      // The caller is gone; there is nobody to tell.
    } finally {
      places.release();
    }
  }

  private void answer(SocketChannel channel) throws IOException {
    Request request;
    try {
      Message message = Message.read(channel);
      Matcher line = FIRST_LINE.matcher(message.firstLine());
      if (!line.matches()) {
        throw new IOException("the first line is no request of HTTP/1.1");
      }
      String body = message.sized(channel, MOST_BODY);
      request = new Request(line.group(1), line.group(2), body);
    } catch (ClosedChannelException e) {
      throw e;
    } catch (IOException e) {
      write(channel, Answer.text(400, e.getMessage() + "\n"), true);
      return;
    }
    boolean head = request.method().equals("HEAD");
    switch (handled(head ? get(request) : request)) {
      case Answer answer -> write(channel, answer, !head);
      case Passed(Client to, Request passed) -> pass(channel, to, head ? request : passed);
    }
  }

  private static void pass(SocketChannel channel, Client to, Request request) throws IOException {
    try {
      to.pass(request, channel);
    } catch (ConnectException e) {
      write(
          channel, Answer.text(503, "no answer behind this port: " + e.getMessage() + "\n"), true);
    }
  }

  private static Request get(Request head) {
    return new Request("GET", head.target(), head.body());
  }

  private Reply handled(Request request) {
    try {
      return handler.handle(request);
    } catch (IllegalArgumentException e) {
      return Answer.text(400, e.getMessage() + "\n");
    } catch (RuntimeException e) {
      return Answer.text(500, e + "\n");
    }
  }

  private static void write(SocketChannel channel, Answer answer, boolean withBody)
      throws IOException {
    String head =
        "HTTP/1.1 %d %s\r\nContent-Type: %s\r\nContent-Length: %d\r\nConnection: close\r\n\r\n"
            .formatted(
                answer.status(),
                REASONS.getOrDefault(answer.status(), "Unknown"),
                answer.type(),
                answer.body().length());
    Message.write(channel, withBody ? head + answer.body() : head);
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
