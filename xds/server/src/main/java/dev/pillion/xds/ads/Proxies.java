package dev.pillion.xds.ads;

import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/// The proxies connected to this server.
public final class Proxies {
  // More than anyone reads, and no more than a stranger who makes up names may fill.
  private static final int REFUSALS = 256;

  private final Set<ProxyConnection> connected = ConcurrentHashMap.newKeySet();
  private final Set<String> refused = ConcurrentHashMap.newKeySet();

  /// Where each of them stands, by node id.
  public List<ProxyStatus> statuses() {
    return connected.stream()
        .map(ProxyConnection::status)
        .sorted(Comparator.comparing(ProxyStatus::nodeId).thenComparing(ProxyStatus::connected))
        .toList();
  }

  void add(ProxyConnection connection) {
    connected.add(connection);
  }

  /// Whether a proxy is refused for this reason for the first time: it tries again and again, and
  /// one line in the log is enough.
  boolean refuse(String reason) {
    return refused.size() < REFUSALS && refused.add(reason);
  }

  void remove(ProxyConnection connection) {
    connected.remove(connection);
  }
}
