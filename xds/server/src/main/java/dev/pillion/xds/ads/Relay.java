package dev.pillion.xds.ads;

import dev.pillion.delta.ResourceStatus;
import dev.pillion.delta.Snapshot;
import dev.pillion.delta.Verdict;
import dev.pillion.delta.VersionedResource;
import dev.pillion.delta.XdsType;
import dev.pillion.xds.snapshot.ProxyResources.Answer;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// A relay's stream, and what its quarantine was told of the Envoys behind it. Not safe for use by
/// several threads at a time.
final class Relay {
  private static final long NEVER = -1;

  private final ProxyConnection connection;
  private final Map<String, RelayedProxy> served = new HashMap<>();
  // By node id, what the quarantine was told.
  private final Map<String, Set<Verdict.Rejected>> refused = new HashMap<>();
  // After how many responses an Envoy had last accepted everything.
  private long accepted = NEVER;
  private int typesBefore;
  private boolean waits;

  Relay(ProxyConnection connection) {
    this.connection = connection;
  }

  ProxyConnection connection() {
    return connection;
  }

  /// Takes note of where an Envoy stands that is served from it.
  void heed(RelayedProxy proxy) {
    served.put(proxy.nodeId(), proxy);
    tell(proxy);
  }

  /// An Envoy is not served from it any more.
  void forget(String nodeId) {
    served.remove(nodeId);
    refused.remove(nodeId);
    connection.quarantine().forget(nodeId);
  }

  /// Forgets all but these.
  void retain(Set<String> nodeIds) {
    for (String nodeId : Set.copyOf(served.keySet())) {
      if (!nodeIds.contains(nodeId)) {
        forget(nodeId);
      }
    }
  }

  /// The relay has asked for something. One that comes back says type by type what it holds: only
  /// then is it known to have what an Envoy behind it was heard to refuse.
  void asked() {
    if (waits) {
      int types = connection.stream().status().size();
      if (types != typesBefore) {
        typesBefore = types;
        waits = false;
        served.values().forEach(this::tell);
      }
    }
  }

  private void tell(RelayedProxy proxy) {
    long responses = connection.stream().responses();
    boolean holds = proxy.holds(responses);
    Set<Verdict.Rejected> known = refused.computeIfAbsent(proxy.nodeId(), _ -> new HashSet<>());
    known.removeIf(refusal -> !proxy.refusals().contains(refusal));
    var news = proxy.refusals().stream().filter(refusal -> !known.contains(refusal)).toList();
    waits |= !news.isEmpty() || (holds && responses == 0);
    if (!news.isEmpty() || (holds && responses != accepted)) {
      Map<XdsType, Map<String, VersionedResource>> sent = sent();
      for (Verdict.Rejected refusal : news) {
        if (refuse(proxy, refusal, sent)) {
          known.add(refusal);
        }
      }
      // What was sent meanwhile is not in what the Envoy has accepted.
      if (holds && responses == connection.stream().responses()) {
        accepted = responses == 0 ? NEVER : responses;
        sent.forEach((type, resources) -> accept(proxy, type, resources));
      }
    }
  }

  /// Whether the quarantine could be told: the relay has what is refused, and is to have it still.
  private boolean refuse(
      RelayedProxy proxy,
      Verdict.Rejected refusal,
      Map<XdsType, Map<String, VersionedResource>> sent) {
    var ofType = sent.getOrDefault(refusal.type(), Map.of());
    for (VersionedResource told : refusal.resources()) {
      VersionedResource resource = ofType.get(told.name());
      if (resource != null && resource.version().equals(told.version())) {
        var sole =
            new Verdict.Rejected(
                refusal.type(), List.of(resource), true, refusal.error(), refusal.at());
        connection.quarantine().heed(sole, proxy.nodeId());
        return true;
      }
    }
    return false;
  }

  private void accept(RelayedProxy proxy, XdsType type, Map<String, VersionedResource> resources) {
    var all = List.copyOf(resources.values());
    connection
        .quarantine()
        .heed(new Verdict.Accepted(type, all, proxy.connected()), proxy.nodeId());
  }

  /// What it was sent last, as far as that is what the group is to hold now.
  private Map<XdsType, Map<String, VersionedResource>> sent() {
    Map<XdsType, Map<String, VersionedResource>> sent = new EnumMap<>(XdsType.class);
    Answer answer = connection.resources().of(connection.identity().group());
    if (answer instanceof Answer.Ready(Snapshot snapshot)) {
      for (ResourceStatus status : connection.sent()) {
        snapshot
            .find(status.type(), status.name())
            .filter(resource -> resource.version().equals(status.version()))
            .ifPresent(resource ->
                sent.computeIfAbsent(status.type(), _ -> new HashMap<>())
                    .put(resource.name(), resource));
      }
    }
    return sent;
  }
}
