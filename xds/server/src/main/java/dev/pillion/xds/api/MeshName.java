package dev.pillion.xds.api;

import dev.pillion.mesh.model.ResourceId;
import dev.pillion.xds.store.Refusals;

/// A mesh as addresses and ARNs name it: `<mesh>`, or `<mesh>@<owner>` where it was shared by its
/// owner. This server knows the meshes of one owner.
final class MeshName {
  private MeshName() {}

  /// The name without the owner, who must be this server's account.
  static String own(String text, Identity identity) {
    int at = text.lastIndexOf('@');
    if (at < 0) {
      return text;
    }
    String name = text.substring(0, at);
    checkOwner(name, text.substring(at + 1), identity);
    return name;
  }

  /// Refuses another owner's mesh, which is not found here.
  static void checkOwner(String mesh, String owner, Identity identity) {
    if (!owner.equals(identity.account())) {
      throw new Refusals(owner).notFound(mesh, new ResourceId.Mesh());
    }
  }
}
