package dev.pillion.mesh.model;

/// A mesh, as far as it is translated.
public record MeshSpec(EgressFilter egressFilter) implements Spec {
  /// A mesh whose specification says nothing.
  public static final MeshSpec DEFAULT = new MeshSpec(EgressFilter.DROP_ALL);
}
