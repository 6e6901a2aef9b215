package dev.pillion.agent.envoy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;

/// HTTP/1.1 with an Envoy's admin socket, one connection a request, all within one bound. By
/// HTTP/1.0, `/ready` is not answered.
final class AdminExchange implements AutoCloseable {
  private static final int CHUNK_BYTES = 4096;
  // The statistics that are asked for are a few hundred bytes.
  private static final int MOST_BYTES = 1024 * 1024;

  private final Path socket;
  private final Selector selector;
  private final Duration bound;
  private final long end;

  AdminExchange(Path socket, Duration bound) throws IOException {
    this.socket = socket;
    this.bound = bound;
    selector = Selector.open();
    end = System.nanoTime() + bound.toNanos();
  }

  /// The body of the answer, whatever its status.
  String get(String path) throws IOException {
    return exchange("GET", path);
  }

  /// The same for what changes something.
  String post(String path) throws IOException {
    return exchange("POST", path);
  }

  /// The lines of the answer's body as they come.
  void lines(String path, long most, EnvoyStatistics.Sink sink) throws IOException {
    try (var channel = dial()) {
      ask(channel, "GET", path);
      new AnswerLines(
              buffer -> {
                await();
                return channel.read(buffer) >= 0;
              },
              most)
          .each(sink);
    }
  }

  private String exchange(String method, String path) throws IOException {
    try (var channel = dial()) {
      ask(channel, method, path);
      return HttpAnswer.body(receive(channel));
    }
  }

  /// Without waiting: an Envoy that takes no connections any more would be waited for without end.
  private SocketChannel dial() throws IOException {
    var channel = SocketChannel.open(StandardProtocolFamily.UNIX);
    try {
      channel.configureBlocking(false);
      if (!channel.connect(UnixDomainSocketAddress.of(socket))) {
        throw new IOException("it takes no connections");
      }
      return channel;
    } catch (IOException | RuntimeException e) {
      channel.close();
      throw e;
    }
  }

  private void ask(SocketChannel channel, String method, String path) throws IOException {
    SelectionKey key = channel.register(selector, SelectionKey.OP_WRITE);
    send(channel, method, path);
    key.interestOps(SelectionKey.OP_READ);
  }

  @Override
  public void close() throws IOException {
    selector.close();
  }

  private void send(SocketChannel channel, String method, String path) throws IOException {
    String request =
        method
            + " "
            + path
            + " HTTP/1.1\r\nHost: envoy\r\nContent-Length: 0\r\nConnection: close\r\n\r\n";
    ByteBuffer bytes = ByteBuffer.wrap(request.getBytes(StandardCharsets.US_ASCII));
    while (bytes.hasRemaining()) {
      await();
      channel.write(bytes);
    }
  }

  private String receive(SocketChannel channel) throws IOException {
    var answer = new ByteArrayOutputStream();
    var into = Channels.newChannel(answer);
    ByteBuffer chunk = ByteBuffer.allocate(CHUNK_BYTES);
    while (answer.size() < MOST_BYTES) {
      await();
      if (channel.read(chunk) < 0) {
        break;
      }
      into.write(chunk.flip());
      chunk.clear();
    }
    return answer.toString(StandardCharsets.ISO_8859_1);
  }

  private void await() throws IOException {
    long left = (end - System.nanoTime()) / 1_000_000;
    if (left <= 0 || selector.select(left) == 0) {
      throw new IOException("no answer within " + bound.toMillis() + " ms");
    }
    selector.selectedKeys().clear();
  }
}
