package dev.pillion.xds.ads;

import dev.pillion.delta.ResourceStatus;
import dev.pillion.mesh.model.ProxyGroup;
import dev.pillion.xds.snapshot.ProxyResources;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.stream.Stream;

/// The proxies that get what this server sends: those connected to it, and those that agents serve.
public final class Proxies {
  private final Set<ProxyConnection> connected = ConcurrentHashMap.newKeySet();
  private final ConcurrentMap<ProxyGroup, Integer> counts = new ConcurrentHashMap<>();
  private final Refusals refusals = new Refusals();
  private final RelayedProxies relayed;

  /// None yet.
  ///
  /// @param resources what there is to serve
  /// @param origins names what a refused resource was made from
  public Proxies(ProxyResources resources, Origins origins) {
    relayed = new RelayedProxies(resources, origins);
  }

  /// Where each of them stands, by node id.
  public List<ProxyStatus> statuses() {
    return all()
        .map(Standing::status)
        .sorted(Comparator.comparing(ProxyStatus::nodeId).thenComparing(ProxyStatus::connected))
        .toList();
  }

  /// What the proxies of a node id were sent, one entry a connection; a group's id stands for all
  /// its proxies.
  public Map<ProxyStatus, List<ResourceStatus>> sent(String nodeId) {
    var sent = new LinkedHashMap<ProxyStatus, List<ResourceStatus>>();
    all()
        .filter(proxy -> proxy.identity().isOrBelongsTo(nodeId))
        .sorted(Comparator.comparing(proxy -> proxy.identity().nodeId()))
        .forEach(proxy -> sent.put(proxy.status(), proxy.sent()));
    return sent;
  }

  /// The groups of which there is a proxy.
  public Set<ProxyGroup> groups() {
    var groups = new HashSet<>(counts.keySet());
    groups.addAll(relayed.groups());
    return groups;
  }

  /// Those that agents serve.
  public RelayedProxies relayed() {
    return relayed;
  }

  private Stream<Standing> all() {
    return Stream.concat(connected.stream(), relayed.all().stream());
  }

  void add(ProxyConnection connection) {
    connected.add(connection);
    counts.merge(connection.identity().group(), 1, Integer::sum);
  }

  /// How many of a group are connected themselves.
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
