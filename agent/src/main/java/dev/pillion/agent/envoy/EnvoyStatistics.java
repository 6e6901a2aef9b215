package dev.pillion.agent.envoy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/// What an Envoy counts, asked through its admin socket.
public final class EnvoyStatistics {
  // Of a hundred clusters they are one megabyte.
  private static final long MOST_BYTES = 16L * 1024 * 1024;
  private static final String TARGET = "/stats?format=prometheus";

  private EnvoyStatistics() {}

  /// Takes lines as they come.
  public interface Sink {
    /// Takes one, without its end, a character a byte (ISO 8859-1).
    ///
    /// @throws IOException to have no more
    void line(String line) throws IOException;
  }

  /// Hands on all lines in Prometheus's text format.
  ///
  /// @param query more of the request's query, such as `usedonly`; empty for none
  /// @param limit within which the last line must have come
  /// @throws IOException when they are not all there by then; some may have been handed on
  public static void prometheus(Path adminSocket, String query, Duration limit, Sink sink)
      throws IOException {
    if (!Files.exists(adminSocket)) {
      throw new IOException("it has no admin socket");
    }
    try (var exchange = new AdminExchange(adminSocket, limit)) {
      exchange.lines(query.isEmpty() ? TARGET : TARGET + "&" + query, MOST_BYTES, sink);
    }
  }
}
