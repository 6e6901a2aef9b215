package dev.pillion.agent.reconcile;

import dev.pillion.inject.apply.ContainerDetail;
import dev.pillion.inject.task.EcsLabels;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Ends a task by its own policy, as ECS would: its app containers are told to stop.
final class TaskStop {
  private static final Logger LOG = LoggerFactory.getLogger(TaskStop.class);
  // ECS's own default.
  private static final Duration GRACE = Duration.ofSeconds(30);

  private final Host host;
  private final TaskContainers containers;
  private final String id;
  private final Set<String> told = new HashSet<>();

  TaskStop(Host host, TaskContainers containers, String id) {
    this.host = host;
    this.containers = containers;
    this.id = id;
  }

  /// Tells those that run, each once; does not wait for their ends.
  void apps() {
    containers.all().stream()
        .filter(ContainerDetail::running)
        .filter(container -> container.view().role().isEmpty())
        .filter(container -> !container.view().name().startsWith(EcsLabels.INTERNAL))
        .filter(container -> told.add(container.id()))
        .forEach(container -> Thread.ofVirtual().name("stop-" + id).start(() -> stop(container)));
  }

  private void stop(ContainerDetail container) {
    try {
      LOG.warn("task={} stop={} reason=envoy-given-up", id, container.view().name());
      host.runtime().stop(container.id(), GRACE);
    } catch (RuntimeException e) {
      LOG.warn(
          "task={} stop={} problem=\"{}\" remedy=\"stop the task in ECS\"",
          id,
          container.view().name(),
          e.getMessage());
    }
  }
}
