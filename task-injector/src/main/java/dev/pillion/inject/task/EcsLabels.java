package dev.pillion.inject.task;

/// Labels that the ECS agent sets on every container it creates; they override a user's own of the
/// same key.
public final class EcsLabels {
  /// The full ARN of the task.
  public static final String TASK_ARN = "com.amazonaws.ecs.task-arn";

  /// The container's name in its task definition, or an internal one that starts with `~internal~`.
  public static final String CONTAINER_NAME = "com.amazonaws.ecs.container-name";

  /// The family of the task definition.
  public static final String FAMILY = "com.amazonaws.ecs.task-definition-family";

  /// The revision of the task definition.
  public static final String REVISION = "com.amazonaws.ecs.task-definition-version";

  /// The cluster as the ECS agent is configured: a short name or an ARN.
  public static final String CLUSTER = "com.amazonaws.ecs.cluster";

  /// The container name of an awsvpc task's pause container. Other internal names begin with it, so
  /// it is compared as a whole.
  public static final String PAUSE = "~internal~ecs~pause";

  /// How the names of ECS's own containers begin.
  public static final String INTERNAL = "~internal~";

  private EcsLabels() {}
}
