package dev.pillion.mesh.route;

/// What a gateway route changes in a request on its way.
///
/// @param host whether the host becomes the virtual service's name
public record Rewrite(boolean host, Path path) {
  /// App Mesh's default: the host becomes the virtual service's name, the matched prefix `/`.
  public static final Rewrite DEFAULT = new Rewrite(true, new Path.Prefix("/"));

  /// What becomes of the path.
  public sealed interface Path {
    /// It stays.
    record Keep() implements Path {}

    /// This takes the matched prefix's place.
    record Prefix(String prefix) implements Path {}

    /// It becomes this; the query stays.
    record Exact(String path) implements Path {}
  }
}
