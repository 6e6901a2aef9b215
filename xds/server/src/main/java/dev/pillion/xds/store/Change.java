package dev.pillion.xds.store;

import dev.pillion.mesh.model.ResourceId;
import dev.pillion.xds.json.SpecDocument;
import java.util.Collections;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/// One write that a client asks for.
public sealed interface Change {
  /// The mesh that it concerns.
  String mesh();

  /// The resource that it concerns.
  ResourceId id();

  /// Who asks for it.
  Author author();

  /// What makes a repeated request known, where the client sends it.
  default Optional<ClientToken> token() {
    return switch (this) {
      case Create create -> create.clientToken();
      case Update update -> update.clientToken();
      case Delete _, Tag _, Untag _ -> Optional.empty();
    };
  }

  /// What it does, in one word: `create`.
  default String action() {
    return switch (this) {
      case Create _ -> "create";
      case Update _ -> "update";
      case Delete _ -> "delete";
      case Tag _ -> "tag";
      case Untag _ -> "untag";
    };
  }

  /// Whether it leaves all but tags as it is.
  default boolean tagsOnly() {
    return switch (this) {
      case Create _, Update _, Delete _ -> false;
      case Tag _, Untag _ -> true;
    };
  }

  /// Where the same text is the same client token: with one author, operation and resource.
  default String tokenScope() {
    return String.join("\n", author().principal(), action(), mesh(), id().tail());
  }

  /// Creates a resource.
  ///
  /// @param tags by key
  record Create(
      String mesh,
      ResourceId id,
      SpecDocument document,
      SortedMap<String, String> tags,
      Optional<ClientToken> clientToken,
      Author author)
      implements Change {
    /// Copies its tags.
    public Create {
      tags = Collections.unmodifiableSortedMap(new TreeMap<>(tags));
    }
  }

  /// Replaces a resource's specification.
  record Update(
      String mesh,
      ResourceId id,
      SpecDocument document,
      Optional<ClientToken> clientToken,
      Author author)
      implements Change {}

  /// Deletes a resource.
  record Delete(String mesh, ResourceId id, Author author) implements Change {}

  /// Puts tags on a resource, in the place of those with the same keys. Its version stays.
  record Tag(String mesh, ResourceId id, SortedMap<String, String> tags, Author author)
      implements Change {
    /// Copies its tags.
    public Tag {
      tags = Collections.unmodifiableSortedMap(new TreeMap<>(tags));
    }
  }

  /// Takes tags off a resource; keys that it does not have are no error. Its version stays.
  record Untag(String mesh, ResourceId id, Set<String> keys, Author author) implements Change {
    /// Copies its keys.
    public Untag {
      keys = Set.copyOf(keys);
    }
  }
}
