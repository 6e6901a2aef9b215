package dev.pillion.xds.agents;

import dev.pillion.xds.discovery.KnownReporters;
import java.util.Set;

/// Known agents in memory.
final class RememberedReporters implements KnownReporters {
  private volatile Set<String> saved = Set.of();

  @Override
  public Set<String> load() {
    return saved;
  }

  @Override
  public void save(Set<String> reporters) {
    saved = Set.copyOf(reporters);
  }
}
