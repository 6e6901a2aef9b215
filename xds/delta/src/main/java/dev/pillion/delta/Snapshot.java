package dev.pillion.delta;

import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/// All that one proxy group is to hold, from one version of the mesh; immutable. Two are equal only
/// if they are the same.
public final class Snapshot {
  private final long version;
  private final Map<XdsType, SortedMap<String, VersionedResource>> resources;
  private final Map<XdsType, Step> steps = new EnumMap<>(XdsType.class);

  /// Copies the maps; a type that is not there has no resources.
  public Snapshot(long version, Map<XdsType, SortedMap<String, VersionedResource>> resources) {
    this.version = version;
    this.resources = new EnumMap<>(XdsType.class);
    for (XdsType type : XdsType.values()) {
      var ofType = resources.getOrDefault(type, Collections.emptySortedMap());
      this.resources.put(type, Collections.unmodifiableSortedMap(new TreeMap<>(ofType)));
    }
  }

  /// This, but with the maps of another for the types in which both have the same: whoever has
  /// compared those with something need not do so again.
  private Snapshot(Snapshot snapshot, Snapshot other) {
    version = snapshot.version;
    resources = new EnumMap<>(XdsType.class);
    for (XdsType type : XdsType.values()) {
      Optional<Step> step = Step.between(other.of(type), snapshot.of(type));
      resources.put(type, (step.isPresent() ? snapshot : other).of(type));
      step.ifPresent(s -> steps.put(type, s));
    }
  }

  /// The version of the mesh.
  public long version() {
    return version;
  }

  /// The resources of a type by name. The same map as long as its content is the same, where
  /// [#sharing] was asked for.
  public SortedMap<String, VersionedResource> of(XdsType type) {
    return resources.getOrDefault(type, Collections.emptySortedMap());
  }

  /// What was changed of a type since the snapshot with which this one shares its maps.
  Optional<Step> step(XdsType type) {
    return Optional.ofNullable(steps.get(type));
  }

  /// The resource of that name, if there is one.
  public Optional<VersionedResource> find(XdsType type, String name) {
    return Optional.ofNullable(of(type).get(name));
  }

  /// The same content, with the maps of another snapshot where they have nothing else.
  public Snapshot sharing(Snapshot other) {
    return new Snapshot(this, other);
  }

  @Override
  public String toString() {
    return "snapshot of mesh version " + version;
  }
}
