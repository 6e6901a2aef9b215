package dev.pillion.mesh.model;

/// What a virtual node may reach besides its backends; App Mesh's default is `DROP_ALL`.
public enum EgressFilter {
  /// Anything: what the mesh does not model passes to its original destination.
  ALLOW_ALL,
  /// Its backends and `*.amazonaws.com`.
  DROP_ALL
}
