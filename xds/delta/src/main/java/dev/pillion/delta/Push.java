package dev.pillion.delta;

import java.util.List;

/// What one response is to hold.
record Push(XdsType type, List<VersionedResource> resources, List<String> removed) {
  Push {
    resources = List.copyOf(resources);
    removed = List.copyOf(removed);
  }

  /// How many things a client could refuse in it.
  int parts() {
    return resources.size() + (removed.isEmpty() ? 0 : 1);
  }
}
