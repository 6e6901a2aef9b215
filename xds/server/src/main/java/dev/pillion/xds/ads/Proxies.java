package dev.pillion.xds.ads;

import dev.pillion.delta.ResourceStatus;
import dev.pillion.mesh.model.ProxyGroup;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/// The proxies connected to this server.
public final class Proxies {
  private final Set<ProxyConnection> connected = ConcurrentHashMap.newKeySet();
  private final ConcurrentMap<ProxyGroup, Integer> counts = new ConcurrentHashMap<>();
  private final Refusals refusals = new Refusals();

  /// Where each of them stands, by node id.
  public List<ProxyStatus> statuses() {
    return connected.stream()
        .map(ProxyConnection::status)
        .sorted(Comparator.comparing(ProxyStatus::nodeId).thenComparing(ProxyStatus::connected))
        .toList();
  }

  /// What the proxies of a node id were sent, one entry a connection; a group's id stands for all
  /// its proxies.
  public Map<ProxyStatus, List<ResourceStatus>> sent(String nodeId) {
    var sent = new LinkedHashMap<ProxyStatus, List<ResourceStatus>>();
    connected.stream()
        .filter(connection -> connection.identity().isOrBelongsTo(nodeId))
        .sorted(Comparator.comparing(connection -> connection.identity().nodeId()))
        .forEach(connection -> sent.put(connection.status(), connection.sent()));
    return sent;
  }

  void add(ProxyConnection connection) {
    connected.add(connection);
    refusals.remove(connection.identity().nodeId(), connection.identity().task());
    counts.merge(connection.identity().group(), 1, Integer::sum);
  }

  /// How many of a group are connected.
  int of(ProxyGroup group) {
    return counts.getOrDefault(group, 0);
  }

  /// The proxies that were turned away and have not been served since, the newest first.
  public List<Refusal> refused() {
    return refusals.all();
  }

  Refusals refusals() {
    return refusals;
  }

  void remove(ProxyConnection connection) {
    connected.remove(connection);
    counts.computeIfPresent(
        connection.identity().group(), (_, count) -> count == 1 ? null : count - 1);
  }
}
