package dev.pillion.agent.reconcile;

import dev.pillion.inject.apply.ContainerDetail;
import dev.pillion.inject.envoy.Bootstrap;
import dev.pillion.inject.task.EcsLabels;
import dev.pillion.inject.task.OwnLabels;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// From the first signal that stops an app to the task's end: the mesh sends the task nothing new,
/// and its Envoy asks those who still call it to go elsewhere. Owned by its task's thread.
final class Drain {
  private final Host host;
  private final TaskContainers containers;
  private final Path adminSocket;
  private @Nullable Instant toldToStop;
  // The Envoy that drains, as far as it was told.
  private Optional<String> draining = Optional.empty();

  Drain(Host host, TaskContainers containers, String id) {
    this.host = host;
    this.containers = containers;
    this.adminSocket = host.directories().of(id).resolve(Bootstrap.ADMIN_SOCKET);
  }

  void noteSignals(Map<String, Integer> signals) {
    signals.forEach((id, signal) ->
        containers
            .byId(id)
            .filter(container -> container.view().role().isEmpty())
            .filter(container -> !container.view().name().equals(EcsLabels.PAUSE))
            .filter(container -> Signals.stops(signal, container.stopSignal()))
            .ifPresent(_ -> toldToStop = host.clock().instant()));
  }

  /// Not so once an app has started again, as ECS's restart policy has it.
  boolean on() {
    Instant since = toldToStop;
    return since != null
        && containers.all().stream()
            .filter(container -> container.view().role().isEmpty())
            .flatMap(container -> container.view().startedAt().stream())
            .noneMatch(start -> start.isAfter(since));
  }

  /// What an agent before this one told Envoy is not known: it is told anew.
  void restore() {
    draining = envoy();
  }

  /// Whether Envoy is still to be told of a change.
  boolean isDue() {
    return on() ? envoy().isPresent() && !draining.equals(envoy()) : draining.isPresent();
  }

  /// Tells Envoy.
  ///
  /// @param told what others know of the task: a caller that is sent away before it knows that the
  ///   task drains would come back
  void pass(@Nullable TaskReport told) {
    if (told != null && told.draining() == on() && isDue()) {
      draining = on() ? envoy() : Optional.empty();
      host.probe().drain(adminSocket, on());
    }
  }

  private Optional<String> envoy() {
    return containers
        .sidecar(OwnLabels.ENVOY)
        .filter(ContainerDetail::running)
        .map(ContainerDetail::id);
  }
}
