package dev.pillion.delta;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;

/// What lies between two states of a type's resources: found once, for all streams that had the
/// first and are to have the second.
///
/// @param changed those that are new or have another version
/// @param gone names that are there no longer
record Step(
    SortedMap<String, VersionedResource> from, List<VersionedResource> changed, List<String> gone) {
  /// The step from one state to another; none if both are the same.
  static Optional<Step> between(
      SortedMap<String, VersionedResource> from, SortedMap<String, VersionedResource> to) {
    var changed = new ArrayList<VersionedResource>();
    for (VersionedResource resource : to.values()) {
      VersionedResource before = from.get(resource.name());
      if (before == null || !before.version().equals(resource.version())) {
        changed.add(resource);
      }
    }
    List<String> gone = from.keySet().stream().filter(name -> !to.containsKey(name)).toList();
    return changed.isEmpty() && gone.isEmpty()
        ? Optional.empty()
        : Optional.of(new Step(from, List.copyOf(changed), gone));
  }
}
