package dev.pillion.agent.reconcile;

import dev.pillion.inject.apply.ContainerDetail;
import dev.pillion.inject.apply.ContainerRuntime;
import dev.pillion.inject.apply.ContainerRuntime.RuntimeUnavailable;
import dev.pillion.inject.task.ContainerView;
import dev.pillion.inject.task.EcsLabels;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// The containers that task definitions name.
final class AppContainers {
  private static final String ASKS = "pillion.";

  private AppContainers() {}

  /// One by its id or name; empty for any other container, and where Docker does not answer: it
  /// will not answer the start either.
  static Optional<ContainerView> find(ContainerRuntime runtime, String container) {
    try {
      return runtime.inspect(container).map(ContainerDetail::view).filter(AppContainers::isApp);
    } catch (RuntimeUnavailable e) {
      return Optional.empty();
    }
  }

  /// Whether this container or another one of its task that is there asks for the mesh.
  static boolean taskAsks(ContainerRuntime runtime, ContainerView app) {
    if (ask(app.labels())) {
      return true;
    }
    try {
      return runtime.list(EcsLabels.TASK_ARN + "=" + app.taskArn().orElseThrow()).stream()
          .anyMatch(sibling -> ask(sibling.labels()));
    } catch (RuntimeUnavailable e) {
      return false;
    }
  }

  private static boolean ask(Map<String, String> labels) {
    return labels.keySet().stream().anyMatch(key -> key.toLowerCase(Locale.ROOT).startsWith(ASKS));
  }

  private static boolean isApp(ContainerView container) {
    return container.labels().containsKey(EcsLabels.TASK_ARN)
        && container.role().isEmpty()
        && !container.name().startsWith(EcsLabels.INTERNAL);
  }
}
