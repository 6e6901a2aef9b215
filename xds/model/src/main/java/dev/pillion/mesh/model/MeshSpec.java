package dev.pillion.mesh.model;

/// A mesh.
///
/// @param ipPreference for all whose virtual node states none
public record MeshSpec(EgressFilter egressFilter, IpPreference ipPreference) implements Spec {
  /// A mesh whose specification says nothing.
  public static final MeshSpec DEFAULT = new MeshSpec(EgressFilter.DROP_ALL, IpPreference.UNSET);
}
