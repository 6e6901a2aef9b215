package dev.pillion.xds.auth;

import dev.pillion.mesh.model.ResourceId;
import dev.pillion.xds.json.Kind;
import dev.pillion.xds.store.Change;
import java.util.Optional;

/// Who may write what.
final class Permissions {
  private Permissions() {}

  /// Why the caller may not make the change; empty if it may.
  static Optional<String> refusal(Caller caller, Change change) {
    if (allowed(caller.role(), change)) {
      return Optional.empty();
    }
    String mesh = change.mesh();
    return Optional.of(
        ("access key %s (%s) is not authorized to perform: appmesh:%s on mesh %s; use a key with"
                + " role admin or editor of this mesh ('pillion keys create --role editor --mesh"
                + " %s' makes one)")
            .formatted(
                caller.author().principal(),
                caller.role().spoken(),
                operation(change),
                mesh,
                mesh));
  }

  private static boolean allowed(Role role, Change change) {
    return switch (role) {
      case Role.Admin() -> true;
      case Role.Reader() -> false;
      case Role.Editor(var meshes) ->
          meshes.isEmpty() ? !ofTheMeshItself(change) : meshes.contains(change.mesh());
    };
  }

  private static boolean ofTheMeshItself(Change change) {
    return change.id() instanceof ResourceId.Mesh
        && switch (change) {
          case Change.Create _, Change.Delete _ -> true;
          case Change.Update _, Change.Tag _, Change.Untag _ -> false;
        };
  }

  private static String operation(Change change) {
    String word = Kind.of(change.id()).word();
    return switch (change) {
      case Change.Create _ -> "Create" + word;
      case Change.Update _ -> "Update" + word;
      case Change.Delete _ -> "Delete" + word;
      case Change.Tag _ -> "TagResource";
      case Change.Untag _ -> "UntagResource";
    };
  }
}
