package dev.pillion.inject.task;

/// Labels on the containers that Pillion itself creates. ECS's are never copied: other tools would
/// take ours for the task's.
public final class OwnLabels {
  /// What the container does: `envoy` or `route-manager`.
  public static final String ROLE = "dev.pillion.role";

  /// The task id.
  public static final String TASK = "dev.pillion.task";

  /// The task's full ARN.
  public static final String TASK_ARN = "dev.pillion.task-arn";

  /// The id of the container that owns the network namespace.
  public static final String NETNS = "dev.pillion.netns";

  /// The role of a task's proxy.
  public static final String ENVOY = "envoy";

  /// The role of the container that sets a task's rules.
  public static final String ROUTE_MANAGER = "route-manager";

  private OwnLabels() {}
}
