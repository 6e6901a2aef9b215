package dev.pillion.xds.store;

import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/// Every mesh as it stands; immutable.
///
/// @param versions also of meshes that are deleted
record Standing(SortedMap<String, MeshContent> meshes, Map<String, Long> versions) {
  Standing {
    meshes = Collections.unmodifiableSortedMap(new TreeMap<>(meshes));
    versions = Map.copyOf(versions);
  }

  static Standing of(Map<String, Ledger.Stored> stored) {
    var meshes = new TreeMap<String, MeshContent>();
    var versions = new HashMap<String, Long>();
    stored.forEach((mesh, found) -> {
      versions.put(mesh, found.version());
      content(mesh, found).ifPresent(content -> meshes.put(mesh, content));
    });
    return new Standing(meshes, versions);
  }

  static Optional<MeshContent> content(String mesh, Ledger.Stored stored) {
    return stored.resources().isEmpty()
        ? Optional.empty()
        : Optional.of(MeshContent.of(mesh, stored.version(), stored.resources()));
  }

  long version(String mesh) {
    return versions.getOrDefault(mesh, 0L);
  }

  Optional<MeshContent> content(String mesh) {
    return Optional.ofNullable(meshes.get(mesh));
  }

  /// @param content empty where the mesh is gone
  Standing with(String mesh, long version, Optional<MeshContent> content) {
    var others = new TreeMap<>(meshes);
    content.ifPresentOrElse(now -> others.put(mesh, now), () -> others.remove(mesh));
    var numbers = new HashMap<>(versions);
    numbers.put(mesh, version);
    return new Standing(others, numbers);
  }
}
