package dev.pillion.xds.ads;

import dev.pillion.delta.TypeStatus;
import dev.pillion.delta.Verdict;
import dev.pillion.mesh.model.ProxyGroup;
import java.time.Instant;
import java.util.List;

/// What an agent says of an Envoy that it serves.
///
/// @param task the ARN of its task
/// @param relay the stream to this server from which the agent has what it serves
/// @param accepted so many responses of that stream are in what the Envoy has accepted whole; 0
///   when there is nothing
/// @param types the types it asked the agent for; each refused resource in a rejection of its own,
///   and in sync where it has accepted the agent's last response
public record RelayedProxy(
    String nodeId,
    String task,
    ProxyGroup group,
    Instant connected,
    String envoyVersion,
    String dialect,
    String relay,
    long accepted,
    List<TypeStatus> types) {
  /// Copies the list.
  public RelayedProxy {
    types = List.copyOf(types);
  }

  ProxyIdentity identity() {
    return new ProxyIdentity(nodeId, task, group, envoyVersion);
  }

  /// What it refuses of what it was sent last.
  List<Verdict.Rejected> refusals() {
    return types.stream().flatMap(type -> type.rejections().stream()).toList();
  }

  /// Whether it has accepted all that the relay was sent in so many responses. A relay that comes
  /// back and lacks nothing is sent none; its Envoys then hold what there is when they have
  /// accepted all that the agent has for them.
  boolean holds(long responses) {
    return accepted == responses
        && refusals().isEmpty()
        && (responses > 0 || (!types.isEmpty() && types.stream().allMatch(TypeStatus::inSync)));
  }
}
