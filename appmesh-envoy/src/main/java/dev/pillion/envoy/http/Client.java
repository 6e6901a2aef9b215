package dev.pillion.envoy.http;

import dev.pillion.envoy.settings.Admin.Place;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.concurrent.Future;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Asks an HTTP server at one place, one connection a request.
public final class Client {
  private static final Pattern STATUS = Pattern.compile("HTTP/1\\.[01] ([0-9]{3})(?: .*)?");
  // The statistics of a hundred clusters have one megabyte.
  private static final int MOST_BYTES = 16 * 1024 * 1024;
  private static final int CHUNK = 8192;

  private final Place place;
  private final Duration limit;

  /// One that asks there.
  ///
  /// @param limit within which an answer must be there, whole
  public Client(Place place, Duration limit) {
    this.place = place;
    this.limit = limit;
  }

  /// `GET`.
  public Answer get(String target) throws IOException {
    return send(new Request("GET", target, ""));
  }

  /// `POST` without a body.
  public Answer post(String target) throws IOException {
    return send(new Request("POST", target, ""));
  }

  /// Sends a request and waits for its answer.
  ///
  /// @throws IOException when there is none within the limit
  public Answer send(Request request) throws IOException {
    try (SocketChannel channel = Places.dial(place)) {
      Future<?> deadline = Deadlines.close(channel, limit);
      try {
        write(channel, request);
        Message answer = Message.read(channel);
        Matcher status = STATUS.matcher(answer.firstLine());
        if (!status.matches()) {
          throw new IOException("what it says is no HTTP answer");
        }
        return new Answer(
            Integer.parseInt(status.group(1)),
            answer.headers().getOrDefault("content-type", "text/plain"),
            answer.rest(channel, MOST_BYTES));
      } finally {
        deadline.cancel(false);
      }
    } catch (ClosedChannelException e) {
      throw new IOException("no answer within " + limit.toMillis() + " ms", e);
    }
  }

  /// Sends a request, and what comes of it to whoever asked.
  void pass(Request request, SocketChannel asker) throws IOException {
    try (SocketChannel channel = Places.dial(place)) {
      write(channel, request);
      var chunk = ByteBuffer.allocate(CHUNK);
      while (channel.read(chunk) >= 0) {
        chunk.flip();
        while (chunk.hasRemaining()) {
          asker.write(chunk);
        }
        chunk.clear();
      }
    }
  }

  private static void write(SocketChannel channel, Request request) throws IOException {
    String head =
        "%s %s HTTP/1.1\r\nHost: envoy\r\nContent-Length: %d\r\nConnection: close\r\n\r\n"
            .formatted(request.method(), request.target(), request.body().length());
    Message.write(channel, head + request.body());
  }
}
