package dev.pillion.xds.json;

import dev.pillion.mesh.model.Metadata;
import dev.pillion.mesh.model.ResourceId;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/// One resource: what was sent, and what the store knows of it.
///
/// @param tags by key; never more than App Mesh's fifty
public record Resource(
    String mesh,
    ResourceId id,
    Metadata metadata,
    SpecDocument document,
    SortedMap<String, String> tags) {
  /// Copies its tags.
  public Resource {
    tags = Collections.unmodifiableSortedMap(new TreeMap<>(tags));
  }

  /// The resource's own name, which for a mesh is the mesh's.
  public String name() {
    return id instanceof ResourceId.Mesh ? mesh : id.name();
  }
}
