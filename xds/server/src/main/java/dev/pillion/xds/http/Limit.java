package dev.pillion.xds.http;

import java.util.Locale;

/// What a client was refused for, or ended for.
public enum Limit {
  /// Too many connections, all of them busy.
  CONNECTIONS,
  /// A connection that waited gave way to a new one.
  CONNECTION_WAITED,
  /// A request line that is too long.
  REQUEST_LINE,
  /// Headers that are too large.
  HEADERS,
  /// A body that is too large.
  BODY,
  /// Too many bytes of bodies at once.
  BODIES,
  /// Headers that came too slowly.
  HEADER_TIME,
  /// A body that came too slowly.
  BODY_TIME,
  /// An answer that was taken too slowly.
  ANSWER_TIME,
  /// Too many reads at once.
  READS,
  /// Too many writes at once.
  WRITES,
  /// The server is stopping.
  STOPPING;

  /// Its name in metrics and logs: `header-time`.
  public String label() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
