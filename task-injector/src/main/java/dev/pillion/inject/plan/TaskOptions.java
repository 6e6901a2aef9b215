package dev.pillion.inject.plan;

/// How a task wants its start to be dealt with.
public record TaskOptions(HoldPolicy hold, ExposedPolicy exposed) {
  /// Those of a task that says nothing.
  public static final TaskOptions DEFAULT =
      new TaskOptions(new HoldPolicy.Closed(), ExposedPolicy.REPORT);

  /// What to do with a task whose start beat the hold.
  public enum ExposedPolicy {
    /// Mesh it, and show for how long it ran outside the mesh.
    REPORT
  }
}
