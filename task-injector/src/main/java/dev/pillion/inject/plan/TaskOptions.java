package dev.pillion.inject.plan;

/// How a task wants its start, and the failures of its Envoy, to be dealt with.
public record TaskOptions(HoldPolicy hold, ExposedPolicy exposed, FailurePolicy failure) {
  /// Those of a task that says nothing.
  public static final TaskOptions DEFAULT =
      new TaskOptions(new HoldPolicy.Closed(), ExposedPolicy.REPORT, FailurePolicy.LEAVE_HELD);

  /// What to do with a task whose start beat the hold.
  public enum ExposedPolicy {
    /// Mesh it, and show for how long it ran outside the mesh.
    REPORT
  }

  /// What to do with a task whose Envoy ends again and again.
  public enum FailurePolicy {
    /// Hold it and start Envoy again, more and more slowly.
    LEAVE_HELD,
    /// Stop its app containers, so that ECS starts another task in its place.
    STOP_TASK
  }
}
