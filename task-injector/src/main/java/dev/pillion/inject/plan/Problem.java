package dev.pillion.inject.plan;

import java.util.Collection;
import java.util.stream.Collectors;

/// One thing that keeps a task from being meshed.
///
/// @param message what is wrong, with the subject first
record Problem(Reason reason, String message, String remedy) {
  /// All of them as one refusal, under the first one's reason.
  static InjectionPlan.Refuse refusal(Collection<Problem> problems) {
    return new InjectionPlan.Refuse(
        problems.iterator().next().reason(),
        problems.stream().map(Problem::message).collect(Collectors.joining("; ")),
        problems.stream().map(Problem::remedy).distinct().collect(Collectors.joining("; ")));
  }
}
