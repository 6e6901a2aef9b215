package dev.pillion.delta;

import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/// All that one proxy group is to hold, from one version of the mesh; immutable.
public record Snapshot(long version, Map<XdsType, SortedMap<String, VersionedResource>> resources) {
  /// Copies its maps; a type that is not there has no resources.
  public Snapshot {
    var all = new EnumMap<XdsType, SortedMap<String, VersionedResource>>(XdsType.class);
    for (XdsType type : XdsType.values()) {
      var ofType = resources.getOrDefault(type, Collections.emptySortedMap());
      all.put(type, Collections.unmodifiableSortedMap(new TreeMap<>(ofType)));
    }
    resources = Collections.unmodifiableMap(all);
  }

  /// The resources of a type by name.
  public SortedMap<String, VersionedResource> of(XdsType type) {
    return resources.getOrDefault(type, Collections.emptySortedMap());
  }

  /// The resource of that name, if there is one.
  Optional<VersionedResource> find(XdsType type, String name) {
    return Optional.ofNullable(of(type).get(name));
  }
}
