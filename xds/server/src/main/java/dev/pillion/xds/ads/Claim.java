package dev.pillion.xds.ads;

import io.grpc.Metadata;

/// Who an agent says is at the other end of the stream that it forwards; empty strings where no
/// agent says anything. An agent knows by the socket that was dialled, so its word counts for more
/// than the proxy's own.
record Claim(String node, String task) {
  /// Set by agents: the node id of the proxy.
  static final Metadata.Key<String> NODE =
      Metadata.Key.of("pillion-node", Metadata.ASCII_STRING_MARSHALLER);

  /// Set by agents: the ARN of the proxy's task.
  static final Metadata.Key<String> TASK =
      Metadata.Key.of("pillion-task", Metadata.ASCII_STRING_MARSHALLER);

  static final Claim NONE = new Claim("", "");

  static Claim of(Metadata headers) {
    return new Claim(value(headers, NODE), value(headers, TASK));
  }

  private static String value(Metadata headers, Metadata.Key<String> key) {
    String value = headers.get(key);
    return value == null ? "" : value;
  }
}
