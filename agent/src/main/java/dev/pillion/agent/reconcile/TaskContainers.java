package dev.pillion.agent.reconcile;

import dev.pillion.inject.apply.ContainerDetail;
import dev.pillion.inject.apply.ContainerRuntime;
import dev.pillion.inject.task.ContainerView;
import dev.pillion.inject.task.DefinitionView;
import dev.pillion.inject.task.EcsLabels;
import dev.pillion.inject.task.OwnLabels;
import dev.pillion.inject.task.TaskView;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// A task's containers as last seen in Docker.
final class TaskContainers {
  private final ContainerRuntime runtime;
  private final String arn;
  private final Map<String, ContainerDetail> seen = new LinkedHashMap<>();

  TaskContainers(ContainerRuntime runtime, String arn) {
    this.runtime = runtime;
    this.arn = arn;
  }

  /// Looks again at what the hints say.
  void refresh(Hints.Batch batch) {
    if (batch.all()) {
      seen.clear();
      look(EcsLabels.TASK_ARN);
      look(OwnLabels.TASK_ARN);
    }
    for (String id : batch.containers()) {
      seen.remove(id);
      runtime.inspect(id).ifPresent(this::put);
    }
  }

  private void look(String label) {
    runtime
        .list(label + "=" + arn)
        .forEach(found -> runtime.inspect(found.id()).ifPresent(this::put));
  }

  /// Ours were removed.
  void forgetSidecars() {
    seen.values().removeIf(container -> container.view().role().isPresent());
  }

  void put(ContainerDetail container) {
    seen.put(container.id(), container);
  }

  Collection<ContainerDetail> all() {
    return List.copyOf(seen.values());
  }

  Optional<ContainerDetail> byId(String id) {
    return Optional.ofNullable(seen.get(id));
  }

  Optional<ContainerDetail> pause() {
    return seen.values().stream()
        .filter(container -> container.view().role().isEmpty())
        .filter(container -> container.view().name().equals(EcsLabels.PAUSE))
        .findFirst();
  }

  Optional<ContainerDetail> sidecar(String role) {
    return seen.values().stream()
        .filter(container -> container.view().role().equals(Optional.of(role)))
        .findFirst();
  }

  TaskView view(DefinitionView definition, boolean optedIn) {
    return TaskView.of(
        arn, seen.values().stream().map(ContainerDetail::view).toList(), definition, optedIn);
  }

  /// Whether the task is over: its namespace's owner has ended or is gone, or, without one, all its
  /// containers have.
  boolean ended() {
    Optional<ContainerDetail> pause = pause();
    if (pause.isPresent()) {
      return pause.get().view().state() == ContainerView.State.EXITED;
    }
    return seen.values().stream()
        .filter(container -> container.view().role().isEmpty())
        .allMatch(container -> container.view().state() == ContainerView.State.EXITED);
  }
}
