package dev.pillion.xds.json;

import dev.pillion.mesh.state.Reference;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/// The body of a create or update, read.
public sealed interface WriteRequest {
  /// The resource's own name; empty in an update, where the address has it, or where it is missing.
  Optional<String> name();

  /// A body that keeps every rule that can be checked without other resources.
  ///
  /// @param tags by key; none in an update
  /// @param fingerprint equal for two bodies that say the same, whatever their client tokens
  /// @param ignored paths that App Mesh's model does not have; they are not stored
  record Valid(
      Optional<String> name,
      SpecDocument spec,
      SortedMap<String, String> tags,
      Optional<String> clientToken,
      String fingerprint,
      List<String> ignored)
      implements WriteRequest {
    /// Copies its list and its tags.
    public Valid {
      tags = Collections.unmodifiableSortedMap(new TreeMap<>(tags));
      ignored = List.copyOf(ignored);
    }
  }

  /// A body that breaks some rule.
  ///
  /// @param violations all of them, each a sentence that starts with the path
  /// @param references the resources it names all the same
  record Broken(Optional<String> name, List<String> violations, List<Reference> references)
      implements WriteRequest {
    /// Copies its lists.
    public Broken {
      violations = List.copyOf(violations);
      references = List.copyOf(references);
    }
  }
}
