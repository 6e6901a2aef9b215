package dev.pillion.xds.ads;

import io.grpc.Metadata;

/// Who an agent says its stream is for; empty strings where no agent says anything. An agent knows
/// by the socket that was dialled, so its word counts for more than the proxy's own.
///
/// @param node the node id of the proxy whose stream it forwards; of a relay, the group's id
/// @param relay of a relay's stream its name, which no other has; empty where a proxy's is
///   forwarded
record Claim(String node, String task, String relay) {
  /// Set by agents: the node id of the proxy, or the id of the group that a relay is for.
  static final Metadata.Key<String> NODE =
      Metadata.Key.of("pillion-node", Metadata.ASCII_STRING_MARSHALLER);

  /// Set by agents: the ARN of the proxy's task.
  static final Metadata.Key<String> TASK =
      Metadata.Key.of("pillion-task", Metadata.ASCII_STRING_MARSHALLER);

  /// Set by agents: the name of a relay's stream.
  static final Metadata.Key<String> RELAY =
      Metadata.Key.of("pillion-relay", Metadata.ASCII_STRING_MARSHALLER);

  static final Claim NONE = new Claim("", "", "");

  static Claim of(Metadata headers) {
    return new Claim(value(headers, NODE), value(headers, TASK), value(headers, RELAY));
  }

  private static String value(Metadata headers, Metadata.Key<String> key) {
    String value = headers.get(key);
    return value == null ? "" : value;
  }
}
