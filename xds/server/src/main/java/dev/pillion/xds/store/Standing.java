package dev.pillion.xds.store;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.pcollections.HashTreePMap;
import org.pcollections.PMap;
import org.pcollections.TreePMap;

/// Every mesh as it stands; immutable.
///
/// @param versions also of meshes that are deleted
record Standing(TreePMap<String, MeshContent> meshes, PMap<String, Long> versions) {
  static Standing of(Map<String, Ledger.Stored> stored) {
    var meshes = new TreeMap<String, MeshContent>();
    var versions = new HashMap<String, Long>();
    stored.forEach((mesh, found) -> {
      versions.put(mesh, found.version());
      content(mesh, found).ifPresent(content -> meshes.put(mesh, content));
    });
    return new Standing(TreePMap.fromSortedMap(meshes), HashTreePMap.from(versions));
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
    return new Standing(
        content.map(now -> meshes.plus(mesh, now)).orElseGet(() -> meshes.minus(mesh)),
        versions.plus(mesh, version));
  }
}
