package dev.pillion.xds.snapshot;

import dev.pillion.mesh.model.ProxyGroup;
import java.util.List;

/// A proxy group that is being served, for status.
///
/// @param problems what keeps it from having its newest configuration, each with its remedy
public record GroupView(ProxyGroup group, ProxyResources.Answer answer, List<String> problems) {
  /// Copies its list.
  public GroupView {
    problems = List.copyOf(problems);
  }
}
