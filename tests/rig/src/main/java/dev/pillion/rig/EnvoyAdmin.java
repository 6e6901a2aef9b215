package dev.pillion.rig;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/// The admin interface of a task's Envoy.
public final class EnvoyAdmin {
  private final Path socket;

  /// The one behind a Unix socket.
  public EnvoyAdmin(Path socket) {
    this.socket = socket;
  }

  /// The body of an answer, such as of `/clusters`.
  public String get(String path) {
    String request = "GET %s HTTP/1.1\r\nHost: admin\r\nConnection: close\r\n\r\n".formatted(path);
    try (var channel = SocketChannel.open(StandardProtocolFamily.UNIX)) {
      channel.connect(UnixDomainSocketAddress.of(socket));
      channel.write(ByteBuffer.wrap(request.getBytes(StandardCharsets.US_ASCII)));
      return body(new String(all(channel), StandardCharsets.ISO_8859_1));
    } catch (IOException e) {
      throw new UncheckedIOException(socket + " " + path, e);
    }
  }

  /// The counters and gauges whose whole name matches.
  public Map<String, Long> stats(String regex) {
    Pattern wanted = Pattern.compile(regex);
    Map<String, Long> found = new TreeMap<>();
    get("/stats")
        .lines()
        .map(line -> line.split(": ", 2))
        .filter(parts -> parts.length == 2 && wanted.matcher(parts[0]).matches())
        .filter(parts -> parts[1].matches("\\d+"))
        .forEach(parts -> found.put(parts[0], Long.valueOf(parts[1])));
    return found;
  }

  /// The sum of the counters and gauges whose whole name matches; 0 when none does.
  public long sum(String regex) {
    return stats(regex).values().stream().mapToLong(Long::longValue).sum();
  }

  private static byte[] all(SocketChannel channel) throws IOException {
    var bytes = new ByteArrayOutputStream();
    ByteBuffer buffer = ByteBuffer.allocate(65_536);
    while (channel.read(buffer) >= 0) {
      bytes.write(buffer.array(), 0, buffer.position());
      buffer.clear();
    }
    return bytes.toByteArray();
  }

  private static String body(String answer) {
    int end = answer.indexOf("\r\n\r\n");
    if (end < 0) {
      throw new RigException("Envoy's admin interface answered: " + answer);
    }
    String body = answer.substring(end + 4);
    boolean chunked = answer.substring(0, end).contains("transfer-encoding: chunked");
    return chunked ? joined(body) : body;
  }

  private static String joined(String chunks) {
    var text = new StringBuilder();
    int at = 0;
    while (true) {
      int line = chunks.indexOf("\r\n", at);
      int size = line < 0 ? 0 : Integer.parseInt(chunks.substring(at, line).strip(), 16);
      if (size == 0) {
        return text.toString();
      }
      text.append(chunks, line + 2, line + 2 + size);
      at = line + 2 + size + 2;
    }
  }
}
