package dev.pillion.xds.api;

import dev.pillion.mesh.model.MeshException;
import dev.pillion.mesh.model.ResourceId;
import dev.pillion.xds.json.Kind;
import dev.pillion.xds.store.Listing;

/// What a request asks for, by its method and address.
sealed interface Operation {
  /// What is done with resources; both versions of the API have it.
  sealed interface OnResources extends Operation {
    /// The kind of resource.
    Kind kind();
  }

  /// The App Mesh operations that create; the name is in the body.
  ///
  /// @param mesh empty for a mesh
  /// @param parent a route's virtual router or a gateway route's virtual gateway, else empty
  record Create(Kind kind, String mesh, String parent) implements OnResources {}

  /// `Describe…`.
  record Describe(String mesh, ResourceId id) implements OnResources {
    @Override
    public Kind kind() {
      return Kind.of(id);
    }
  }

  /// `Update…`.
  record Update(String mesh, ResourceId id) implements OnResources {
    @Override
    public Kind kind() {
      return Kind.of(id);
    }
  }

  /// `Delete…`.
  record Delete(String mesh, ResourceId id) implements OnResources {
    @Override
    public Kind kind() {
      return Kind.of(id);
    }
  }

  /// `List…`.
  record ListOf(Kind kind, Listing listing) implements OnResources {
    /// The mesh of the list; empty for the list of meshes.
    String mesh() {
      return switch (listing) {
        case Listing.Meshes() -> "";
        case Listing.Children(var mesh, _) -> mesh;
        case Listing.Grandchildren(var mesh, _) -> mesh;
      };
    }
  }

  /// The same in the API version 2018-10-01.
  record Preview(OnResources operation) implements Operation {}

  /// `TagResource`.
  record Tag(String mesh, ResourceId id) implements Operation {}

  /// `UntagResource`.
  record Untag(String mesh, ResourceId id) implements Operation {}

  /// `ListTagsForResource`.
  record ListTags(String mesh, ResourceId id) implements Operation {}

  /// A known address with a method that it does not have.
  record WrongMethod(String allowed) implements Operation {}

  /// An address that cannot be read.
  record Unreadable(MeshException problem) implements Operation {}

  /// No address of the API.
  record Unknown() implements Operation {}
}
