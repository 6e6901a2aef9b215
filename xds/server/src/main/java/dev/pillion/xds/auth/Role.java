package dev.pillion.xds.auth;

import dev.pillion.mesh.model.MeshException;
import java.util.Collections;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;

/// What the holder of an access key may do. Everyone may read everything.
public sealed interface Role {
  /// Everything.
  record Admin() implements Role {}

  /// Writes in the named meshes, which it may also create and delete; in every mesh that there is
  /// when none is named, which it may then neither create nor delete.
  record Editor(SortedSet<String> meshes) implements Role {
    /// Copies the names.
    public Editor {
      meshes = Collections.unmodifiableSortedSet(new TreeSet<>(meshes));
    }
  }

  /// Writes nothing.
  record Reader() implements Role {}

  /// The role of that word.
  ///
  /// @param meshes for an editor only
  static Role of(String word, Set<String> meshes) {
    if (!word.equals("editor") && !meshes.isEmpty()) {
      throw new MeshException(
          MeshException.Code.INVALID,
          "role " + word,
          "meshes can be named for an editor only",
          "leave them out, or make an editor");
    }
    return switch (word) {
      case "admin" -> new Admin();
      case "editor" -> new Editor(new TreeSet<>(meshes));
      case "reader" -> new Reader();
      default ->
          throw new MeshException(
              MeshException.Code.INVALID,
              "role '" + word + "'",
              "there is no such role",
              "give admin, editor or reader");
    };
  }

  /// `admin`, `editor` or `reader`.
  default String word() {
    return switch (this) {
      case Admin() -> "admin";
      case Editor _ -> "editor";
      case Reader() -> "reader";
    };
  }

  /// The meshes that an editor is bound to; empty for everyone else.
  default SortedSet<String> boundTo() {
    return this instanceof Editor(var meshes)
        ? meshes
        : Collections.unmodifiableSortedSet(new TreeSet<>());
  }

  /// As a person says it: `editor of shop, till`.
  default String spoken() {
    return boundTo().isEmpty() ? word() : word() + " of " + String.join(", ", boundTo());
  }
}
