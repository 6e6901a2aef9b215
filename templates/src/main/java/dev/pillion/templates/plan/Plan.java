package dev.pillion.templates.plan;

import java.util.List;

/// What is to be done, in the order in which it can be done.
public record Plan(List<Step> steps) {
  /// Copies its list.
  public Plan {
    steps = List.copyOf(steps);
  }

  /// The steps that change something.
  public List<Step> changes() {
    return steps.stream().filter(step -> !(step instanceof Step.Keep)).toList();
  }

  /// How many of its steps are of that kind.
  public long count(Class<? extends Step> kind) {
    return steps.stream().filter(kind::isInstance).count();
  }
}
