package dev.pillion.xds.store;

import dev.pillion.mesh.model.ResourceId;
import dev.pillion.xds.json.Kind;

/// A list that can be asked for.
public sealed interface Listing {
  /// All meshes.
  record Meshes() implements Listing {}

  /// The virtual nodes, virtual routers, virtual services or virtual gateways of a mesh.
  record Children(String mesh, Kind kind) implements Listing {}

  /// The routes of a virtual router, or the gateway routes of a virtual gateway.
  record Grandchildren(String mesh, ResourceId parent) implements Listing {}
}
