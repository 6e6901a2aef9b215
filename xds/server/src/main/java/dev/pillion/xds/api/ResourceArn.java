package dev.pillion.xds.api;

import dev.pillion.mesh.model.MeshException;
import dev.pillion.mesh.model.ResourceId;

/// An ARN taken apart: the mesh, and the resource in it. What is no mesh of this server's account
/// and region is not found.
///
/// @param mesh the mesh's name, without its owner
record ResourceArn(String mesh, ResourceId id) {
  private static final String FORM =
      "arn:aws:appmesh:<region>:<account>:mesh/<mesh>[/virtualNode/<name>, …]";

  /// Reads `arn:…:mesh/<mesh>[@<owner>][/…]`.
  static ResourceArn parse(String text, Identity identity) {
    String[] parts = text.split(":", 6);
    if (parts.length < 6 || !parts[0].equals("arn") || !parts[2].equals("appmesh")) {
      throw malformed(text);
    }
    String[] path = parts[5].split("/", 3);
    if (path.length < 2 || !path[0].equals("mesh") || path[1].isEmpty()) {
      throw malformed(text);
    }
    ResourceId id =
        ResourceId.ofTail(path.length == 2 ? "" : path[2]).orElseThrow(() -> malformed(text));
    String own = identity.arn("", new ResourceId.Mesh());
    if (!own.startsWith(String.join(":", parts[0], parts[1], parts[2], parts[3], parts[4]) + ":")) {
      throw new MeshException(
          MeshException.Code.NOT_FOUND,
          "%s is not present: this server has the meshes of region %s and account %s"
              .formatted(text, identity.region(), identity.account()));
    }
    return new ResourceArn(MeshName.own(path[1], identity), id);
  }

  private static MeshException malformed(String text) {
    return new MeshException(
        MeshException.Code.INVALID,
        "resourceArn '" + text + "'",
        "it is no ARN of App Mesh's",
        "give one such as " + FORM);
  }
}
