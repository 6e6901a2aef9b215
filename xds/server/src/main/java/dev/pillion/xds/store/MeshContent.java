package dev.pillion.xds.store;

import dev.pillion.mesh.model.MeshSpec;
import dev.pillion.mesh.model.ResourceId;
import dev.pillion.mesh.state.MeshDraft;
import dev.pillion.mesh.state.MeshState;
import dev.pillion.xds.json.Resource;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.pcollections.TreePMap;

/// One mesh as the store holds it in memory: what it means, and each resource as it was sent.
///
/// @param resources shared with the content before, but for what a write changed
record MeshContent(MeshState state, TreePMap<ResourceId, Resource> resources) {
  static MeshContent of(String mesh, long version, Collection<Resource> resources) {
    var draft = MeshDraft.of(MeshState.empty(mesh, version, MeshSpec.DEFAULT));
    var byId = new TreeMap<ResourceId, Resource>();
    for (Resource resource : resources) {
      put(draft, resource);
      byId.put(resource.id(), resource);
    }
    return new MeshContent(draft.at(version), TreePMap.fromSortedMap(byId));
  }

  /// The mesh after a write that another server decided; empty where it is gone.
  static Optional<MeshContent> after(Optional<MeshContent> before, String mesh, Ledger.Left left) {
    if (left.after().isEmpty()) {
      return left.id() instanceof ResourceId.Mesh
          ? Optional.empty()
          : before.map(content -> content.without(left.id()));
    }
    Resource resource = left.after().get();
    return Optional.of(
        before
            .map(content -> content.with(resource))
            .orElseGet(() -> of(mesh, 0, List.of(resource))));
  }

  MeshContent with(Resource resource) {
    return new MeshContent(
        put(MeshDraft.of(state), resource).at(state.version() + 1),
        resources.plus(resource.id(), resource));
  }

  MeshContent without(ResourceId id) {
    return new MeshContent(
        MeshDraft.of(state).remove(id).at(state.version() + 1), resources.minus(id));
  }

  /// The same at another version.
  MeshContent at(long version) {
    return new MeshContent(state.at(version), resources);
  }

  Set<ResourceId> ids() {
    return resources.keySet();
  }

  /// The mesh's own tags.
  SortedMap<String, String> tags() {
    Resource mesh = resources.get(new ResourceId.Mesh());
    return mesh == null ? Collections.emptySortedMap() : mesh.tags();
  }

  private static MeshDraft put(MeshDraft draft, Resource resource) {
    return draft.put(resource.id(), resource.document().spec());
  }
}
