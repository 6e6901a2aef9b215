package dev.pillion.inject.apply;

import dev.pillion.inject.task.ContainerView;
import java.util.Map;

/// A container as a listing shows it.
public record ContainerSummary(String id, ContainerView.State state, Map<String, String> labels) {
  /// Copies its labels.
  public ContainerSummary {
    labels = Map.copyOf(labels);
  }
}
