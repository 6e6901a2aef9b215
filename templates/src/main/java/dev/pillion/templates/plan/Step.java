package dev.pillion.templates.plan;

import dev.pillion.templates.resource.Present;
import dev.pillion.templates.resource.ResourceKey;
import dev.pillion.templates.resource.Wanted;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/// What is to be done about one resource.
public sealed interface Step {
  /// The resource.
  ResourceKey key();

  /// It is not there yet.
  record Create(Wanted wanted) implements Step {
    @Override
    public ResourceKey key() {
      return wanted.key();
    }
  }

  /// It is there and differs.
  ///
  /// @param spec whether its specification does
  /// @param tags those to set
  /// @param changes each difference, as a line
  record Update(
      Wanted wanted,
      Present present,
      boolean spec,
      SortedMap<String, String> tags,
      List<String> changes)
      implements Step {
    /// Copies its collections.
    public Update {
      tags = Collections.unmodifiableSortedMap(new TreeMap<>(tags));
      changes = List.copyOf(changes);
    }

    @Override
    public ResourceKey key() {
      return wanted.key();
    }
  }

  /// It is there as it is wanted.
  record Keep(ResourceKey key) implements Step {}

  /// It is there, of this stack, and no longer wanted.
  record Remove(Present present) implements Step {
    @Override
    public ResourceKey key() {
      return present.key();
    }
  }
}
