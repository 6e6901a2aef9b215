package dev.pillion.delta;

import io.envoyproxy.envoy.service.discovery.v3.DeltaDiscoveryRequest;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/// What an [Intake] has of one type, and has asked for.
final class Holding {
  private final XdsType type;
  private final boolean whole;
  private final SortedMap<String, VersionedResource> resources = new TreeMap<>();
  private final Set<String> asked = new TreeSet<>();
  // Asked for, and the sender says that there are none.
  private final Set<String> absent = new HashSet<>();
  private boolean answered;

  /// @param whole whether all there are of the type are asked for, and none by name
  Holding(XdsType type, boolean whole) {
    this.type = type;
    this.whole = whole;
  }

  SortedMap<String, VersionedResource> resources() {
    return resources;
  }

  void take(List<VersionedResource> fresh, List<String> removed) {
    answered = true;
    for (VersionedResource resource : fresh) {
      if (!whole && !asked.contains(resource.name())) {
        // Sent before the sender heard that it was given up, and never brought up to date since.
        continue;
      }
      resources.put(resource.name(), resource);
      absent.remove(resource.name());
    }
    for (String name : removed) {
      resources.remove(name);
      if (asked.contains(name)) {
        absent.add(name);
      }
    }
  }

  /// Asks for these names and no others; the request that says so, if they are not the same.
  Optional<DeltaDiscoveryRequest> ask(Set<String> names) {
    var more = new TreeSet<>(names);
    more.removeAll(asked);
    var fewer = new TreeSet<>(asked);
    fewer.removeAll(names);
    if (more.isEmpty() && fewer.isEmpty()) {
      return Optional.empty();
    }
    asked.addAll(more);
    asked.removeAll(fewer);
    resources.keySet().removeAll(fewer);
    absent.removeAll(fewer);
    return Optional.of(
        request().addAllResourceNamesSubscribe(more).addAllResourceNamesUnsubscribe(fewer).build());
  }

  boolean asksForAny() {
    return !asked.isEmpty();
  }

  /// The first request of a stream.
  DeltaDiscoveryRequest opening() {
    var request = request().addAllResourceNamesSubscribe(asked);
    resources
        .values()
        .forEach(held -> request.putInitialResourceVersions(held.name(), held.version()));
    // Of what the sender said on another stream, it may say otherwise now.
    absent.clear();
    return request.build();
  }

  boolean complete() {
    return (answered || !whole)
        && asked.stream().allMatch(name -> resources.containsKey(name) || absent.contains(name));
  }

  private DeltaDiscoveryRequest.Builder request() {
    return DeltaDiscoveryRequest.newBuilder().setTypeUrl(type.url());
  }
}
