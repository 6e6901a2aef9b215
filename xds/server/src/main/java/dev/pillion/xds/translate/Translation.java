package dev.pillion.xds.translate;

import dev.pillion.mesh.model.ResourceId;
import java.util.Collections;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;

/// What became of a proxy group, and which resources of the mesh were looked at, there or not: a
/// change to any other leaves the outcome as it is. Routes count as their virtual router.
public sealed interface Translation {
  /// The resources that were looked at.
  SortedSet<ResourceId> reads();

  /// The group's configuration.
  ///
  /// @param problems what of the mesh has no effect there, or answers 503, each with its remedy
  record Translated(EnvoyResources resources, List<String> problems, SortedSet<ResourceId> reads)
      implements Translation {
    /// Copies its collections.
    public Translated {
      problems = List.copyOf(problems);
      reads = Collections.unmodifiableSortedSet(new TreeSet<>(reads));
    }
  }

  /// The mesh has no such group; the problem is for an operator, with the remedy.
  record Missing(String problem, SortedSet<ResourceId> reads) implements Translation {
    /// Copies its set.
    public Missing {
      reads = Collections.unmodifiableSortedSet(new TreeSet<>(reads));
    }
  }
}
