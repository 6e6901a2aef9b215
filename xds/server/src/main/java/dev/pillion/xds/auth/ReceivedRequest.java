package dev.pillion.xds.auth;

import java.util.List;
import java.util.Map;

/// A request as it came over the wire, for whoever checks its signature.
public final class ReceivedRequest {
  private final RequestLine line;
  private final Map<String, List<String>> headers;
  private final byte[] body;
  private final Peer peer;

  /// A request and where it came from.
  ///
  /// @param headers the values by name in lower case, in the order received
  /// @param body not copied; nobody changes it
  public ReceivedRequest(
      RequestLine line, Map<String, List<String>> headers, byte[] body, Peer peer) {
    this.line = line;
    this.headers = headers;
    this.body = body;
    this.peer = peer;
  }

  RequestLine line() {
    return line;
  }

  Peer peer() {
    return peer;
  }

  /// The header's values; none where it is absent.
  List<String> header(String name) {
    return headers.getOrDefault(name, List.of());
  }

  /// The SHA-256 of the body.
  String bodyHash() {
    return Hmac.hash(body);
  }
}
