package dev.pillion.envoy.http;

/// What answers requests.
public interface Handler {
  /// Answers one. It may be called by several threads at once.
  Reply handle(Request request);
}
