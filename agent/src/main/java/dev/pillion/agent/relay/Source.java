package dev.pillion.agent.relay;

/// Where what an Envoy is served comes from.
public enum Source {
  /// The server, on the stream that is open now.
  SERVER,

  /// The server, which is away; what it sent last is kept.
  MEMORY,

  /// The disk, where an agent before this one kept what an Envoy accepted: the server has not
  /// answered yet.
  LAST_GOOD,

  /// Nothing is there yet.
  NOTHING
}
