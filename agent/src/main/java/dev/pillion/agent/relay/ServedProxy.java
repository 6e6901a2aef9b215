package dev.pillion.agent.relay;

import dev.pillion.delta.TypeStatus;
import dev.pillion.mesh.model.ProxyGroup;
import java.time.Instant;
import java.util.List;

/// Where an Envoy of this host stands with what the relay serves it.
///
/// @param nodeId `mesh/<mesh>/virtualNode/<name>/<task id>`
/// @param taskArn its task's
/// @param connected since when
/// @param envoyVersion such as `1.40.0`; empty if it did not say
/// @param dialect `delta` or `state-of-the-world`
/// @param relay the stream to the server from which it is served
/// @param accepted so many responses of that stream are in what it has accepted whole
/// @param source where what it is served comes from
/// @param types the types it asked for
public record ServedProxy(
    String nodeId,
    String taskArn,
    ProxyGroup group,
    Instant connected,
    String envoyVersion,
    String dialect,
    String relay,
    long accepted,
    Source source,
    List<TypeStatus> types) {
  /// Copies the list.
  public ServedProxy {
    types = List.copyOf(types);
  }
}
