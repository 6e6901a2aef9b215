package dev.pillion.agent.relay;

import dev.pillion.delta.Snapshot;
import dev.pillion.delta.VersionedResource;
import dev.pillion.delta.XdsType;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// Keeps a server that comes back from taking nearly everything from the Envoys of a host: it may
/// have come back without its store. What removes all listeners, or more than half of the clusters,
/// is believed when the server says it twice, and of no older mesh than what is served.
final class Brake {
  private Optional<Snapshot> doubted = Optional.empty();

  /// Whether to go on with what is served.
  boolean holds(Snapshot served, Snapshot fresh) {
    if (!takesNearlyAll(served, fresh)) {
      doubted = Optional.empty();
      return false;
    }
    boolean repeated = doubted.filter(before -> same(before, fresh)).isPresent();
    if (repeated && fresh.version() >= served.version()) {
      doubted = Optional.empty();
      return false;
    }
    doubted = Optional.of(fresh);
    return true;
  }

  private static boolean takesNearlyAll(Snapshot served, Snapshot fresh) {
    boolean noListeners = !served.of(XdsType.LDS).isEmpty() && fresh.of(XdsType.LDS).isEmpty();
    Set<String> clusters = served.of(XdsType.CDS).keySet();
    Set<String> left = fresh.of(XdsType.CDS).keySet();
    long kept = clusters.stream().filter(left::contains).count();
    return noListeners || (clusters.size() - kept) * 2 > clusters.size();
  }

  private static boolean same(Snapshot one, Snapshot other) {
    for (XdsType type : XdsType.values()) {
      if (!versions(one, type).equals(versions(other, type))) {
        return false;
      }
    }
    return true;
  }

  private static Map<String, String> versions(Snapshot snapshot, XdsType type) {
    return snapshot.of(type).values().stream()
        .collect(Collectors.toMap(VersionedResource::name, VersionedResource::version));
  }
}
