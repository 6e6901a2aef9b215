package dev.pillion.localecs;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/// What ECS knows of a task before it runs, less what this program has no use for.
///
/// @param family also the `com.amazonaws.ecs.task-definition-family` label
/// @param proxy what ECS redirects the task's connections to, where it does
public record TaskDefinition(
    String family, List<ContainerDefinition> containers, Optional<ProxyConfiguration> proxy) {
  /// Checks that there is a container.
  public TaskDefinition {
    containers = List.copyOf(containers);
    if (containers.isEmpty()) {
      throw new LocalEcsException(
          "task definition '%s' has no container; add one to containerDefinitions"
              .formatted(family));
    }
  }

  /// Reads the JSON that `aws ecs register-task-definition --cli-input-json` takes.
  public static TaskDefinition read(Path file) {
    return DefinitionFile.read(file);
  }

  /// A definition of these containers.
  public static TaskDefinition of(String family, ContainerDefinition... containers) {
    return new TaskDefinition(family, List.of(containers), Optional.empty());
  }

  /// The same with one of its containers changed.
  public TaskDefinition with(String container, UnaryOperator<ContainerDefinition> change) {
    return new TaskDefinition(
        family,
        containers.stream()
            .map(each -> each.name().equals(container) ? change.apply(each) : each)
            .toList(),
        proxy);
  }
}
