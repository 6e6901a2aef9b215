package dev.pillion.xds.store;

import java.time.Instant;
import java.util.Collections;
import java.util.SortedSet;
import java.util.TreeSet;

/// An access key as it is kept.
///
/// @param id the access key id that clients send
/// @param role a role's word
/// @param meshes those that the role is bound to; none for no bound
/// @param secret sealed; what opens it is not in the database
/// @param note whoever made it wrote this
public record KeyRow(
    String id, String role, SortedSet<String> meshes, String secret, String note, Instant created) {
  /// Copies the meshes.
  public KeyRow {
    meshes = Collections.unmodifiableSortedSet(new TreeSet<>(meshes));
  }

  /// The same key, sealed anew.
  public KeyRow sealed(String anew) {
    return new KeyRow(id, role, meshes, anew, note, created);
  }
}
