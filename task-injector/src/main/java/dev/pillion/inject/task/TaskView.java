package dev.pillion.inject.task;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/// One ECS task on this host, as its containers show it.
///
/// @param pause the container that owns the network namespace, in awsvpc mode
/// @param apps the containers of the task definition, by start, those that never started last
/// @param sidecars the containers that Pillion created for the task
/// @param optedIn whether an earlier plan found that the task opts in; whoever plans again says so,
///   so that no later start of another container unsettles it
/// @param joined the labels, perhaps none, that a person gave it when they had it join, in the
///   place of those of the same name; empty for a task that only its own labels put into the mesh
public record TaskView(
    String arn,
    Optional<ContainerView> pause,
    List<ContainerView> apps,
    List<ContainerView> sidecars,
    DefinitionView definition,
    boolean optedIn,
    Optional<Map<String, String>> joined) {
  private static final Comparator<ContainerView> BY_START =
      Comparator.<ContainerView, Long>comparing(
              c -> c.startedAt().map(at -> at.toEpochMilli()).orElse(Long.MAX_VALUE))
          .thenComparing(ContainerView::name)
          .thenComparing(ContainerView::id);

  /// Copies and orders its lists.
  public TaskView {
    apps = apps.stream().sorted(BY_START).toList();
    sidecars = sidecars.stream().sorted(BY_START).toList();
    joined = joined.map(labels -> Collections.unmodifiableMap(new TreeMap<>(labels)));
  }

  /// The containers of each task by its ARN; those that belong to no task are left out.
  public static SortedMap<String, List<ContainerView>> byTask(Collection<ContainerView> all) {
    var tasks = new TreeMap<String, List<ContainerView>>();
    for (ContainerView container : all) {
      container
          .taskArn()
          .ifPresent(arn -> tasks.computeIfAbsent(arn, _ -> new ArrayList<>()).add(container));
    }
    return tasks;
  }

  /// A task from all its containers, ours among them.
  public static TaskView of(
      String arn,
      Collection<ContainerView> containers,
      DefinitionView definition,
      boolean optedIn) {
    var apps = new ArrayList<ContainerView>();
    var sidecars = new ArrayList<ContainerView>();
    Optional<ContainerView> pause = Optional.empty();
    for (ContainerView container : containers) {
      if (container.role().isPresent()) {
        sidecars.add(container);
      } else if (container.name().equals(EcsLabels.PAUSE)) {
        pause = Optional.of(container);
      } else if (!container.name().startsWith(EcsLabels.INTERNAL)) {
        apps.add(container);
      }
    }
    return new TaskView(
        arn, pause, apps, sidecars, definition, optedIn || !sidecars.isEmpty(), Optional.empty());
  }

  /// The same task after somebody had it join.
  public TaskView joined(Map<String, String> labels) {
    return new TaskView(arn, pause, apps, sidecars, definition, optedIn, Optional.of(labels));
  }

  /// The last part of the ARN.
  public String id() {
    return arn.substring(arn.lastIndexOf('/') + 1);
  }

  /// The family of its task definition; empty where no container of ECS's is left.
  public String family() {
    return label(EcsLabels.FAMILY);
  }

  /// The revision of its task definition; empty where no container of ECS's is left.
  public String revision() {
    return label(EcsLabels.REVISION);
  }

  /// The cluster as the ECS agent names it; empty where no container of ECS's is left.
  public String cluster() {
    return label(EcsLabels.CLUSTER);
  }

  /// The container of that role that Pillion created, the newest if there are several.
  public Optional<ContainerView> sidecar(String role) {
    return sidecars.stream().filter(c -> c.role().equals(Optional.of(role))).reduce((_, b) -> b);
  }

  /// Its network mode, by its definition where known, else by its containers.
  public NetworkMode networkMode() {
    if (pause.isPresent()) {
      return NetworkMode.AWSVPC;
    }
    if (definition instanceof DefinitionView.Known known && !known.networkMode().isEmpty()) {
      return ofEcs(known.networkMode());
    }
    return apps.isEmpty() ? NetworkMode.UNKNOWN : ofDocker(apps.getFirst().networkMode());
  }

  private static NetworkMode ofEcs(String word) {
    return switch (word) {
      case "awsvpc" -> NetworkMode.AWSVPC;
      case "bridge" -> NetworkMode.BRIDGE;
      case "host" -> NetworkMode.HOST;
      case "none" -> NetworkMode.NONE;
      default -> NetworkMode.UNKNOWN;
    };
  }

  private static NetworkMode ofDocker(String word) {
    return switch (word) {
      case "bridge", "default", "" -> NetworkMode.BRIDGE;
      case "host" -> NetworkMode.HOST;
      case "none" -> NetworkMode.NONE;
      default -> NetworkMode.UNKNOWN;
    };
  }

  private String label(String key) {
    return Stream.concat(pause.stream(), apps.stream())
        .map(c -> c.labels().getOrDefault(key, ""))
        .filter(value -> !value.isEmpty())
        .findFirst()
        .orElse("");
  }
}
