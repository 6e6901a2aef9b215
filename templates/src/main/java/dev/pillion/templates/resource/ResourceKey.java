package dev.pillion.templates.resource;

import dev.pillion.mesh.model.ResourceId;
import dev.pillion.xds.json.Kind;
import java.util.Comparator;

/// Which resource of which mesh.
public record ResourceKey(String mesh, ResourceId id) implements Comparable<ResourceKey> {
  private static final Comparator<ResourceKey> ORDER =
      Comparator.comparing(ResourceKey::mesh)
          .thenComparing(ResourceKey::kind)
          .thenComparing(ResourceKey::id);

  /// App Mesh's kind of resource.
  public Kind kind() {
    return Kind.of(id);
  }

  /// Its own name, which for a mesh is the mesh's.
  public String name() {
    return kind() == Kind.MESH ? mesh : id.name();
  }

  /// The mesh that it is in.
  public ResourceKey ofMesh() {
    return new ResourceKey(mesh, new ResourceId.Mesh());
  }

  /// By mesh, and each kind after those that it needs.
  @Override
  public int compareTo(ResourceKey other) {
    return ORDER.compare(this, other);
  }

  /// `VirtualNode shop/front`, `Route shop/colors/http`.
  @Override
  public String toString() {
    return kind().word() + " " + path();
  }

  /// `shop/front`, `shop/colors/http`.
  public String path() {
    return kind() == Kind.MESH
        ? mesh
        : mesh + "/" + id.parent().map(parent -> parent.name() + "/").orElse("") + id.name();
  }
}
