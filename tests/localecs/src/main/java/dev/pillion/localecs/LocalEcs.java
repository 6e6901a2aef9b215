package dev.pillion.localecs;

import com.github.dockerjava.api.model.Container;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;

/// A stand-in for ECS on this machine: starts tasks as the ECS agent does, in a network of its own.
///
/// Closing it removes its tasks and its network. A process that dies leaves both; they go with
/// [#clean], or come back with [#open] of the same id.
public final class LocalEcs implements AutoCloseable {
  private final Cluster cluster;

  private LocalEcs(Cluster cluster) {
    this.cluster = cluster;
  }

  /// The local ECS of this id: the one that runs, or a new one. Docker is where `DOCKER_HOST` or
  /// the default socket says; root is needed for the links.
  public static LocalEcs open(Settings settings) {
    var engine = Engine.connect();
    try {
      var aws = settings.aws().map(endpoint -> Aws.at(endpoint, settings));
      return new LocalEcs(new Cluster(settings, engine, Hub.open(engine, settings), aws));
    } catch (RuntimeException e) {
      engine.close();
      throw e;
    }
  }

  /// Starts a task at the measured pace.
  public RunningTask task(TaskDefinition definition) {
    return task(definition, Launch.plain());
  }

  /// Starts a task.
  public RunningTask task(TaskDefinition definition, Launch launch) {
    return new RunningTask(cluster, new TaskStart(cluster, definition, launch).run());
  }

  /// All tasks that were started here, running or not, by id.
  public List<RunningTask> tasks() {
    return Records.all(cluster.hub()).stream().map(task -> new RunningTask(cluster, task)).toList();
  }

  /// The task of this id or ARN.
  public RunningTask find(String idOrArn) {
    return tasks().stream()
        .filter(task -> task.id().equals(idOrArn) || task.arn().equals(idOrArn))
        .findFirst()
        .orElseThrow(() ->
            new LocalEcsException(
                "local ECS '%s' has no task %s; see: localecs list"
                    .formatted(cluster.settings().id(), idOrArn)));
  }

  /// The process whose network namespace routes between the tasks.
  public long hubPid() {
    return cluster.hub().pid();
  }

  /// Links this machine to the tasks' network, once, for tasks that call a program on it.
  ///
  /// @return the address at which every task reaches the machine
  public String linkMachine() {
    return HostLink.attach(cluster.hub().pid());
  }

  /// Removes a local ECS's containers, and with them its namespaces and links. Nothing happens when
  /// there is none.
  ///
  /// @return how many containers went
  public static int clean(String id) {
    return clean(Optional.of(id));
  }

  /// Removes every local ECS of this Docker Engine.
  public static int cleanAll() {
    return clean(Optional.empty());
  }

  private static int clean(Optional<String> id) {
    try (var engine = Engine.connect()) {
      List<Container> containers =
          id.map(value -> engine.withLabels(Map.of(Names.LOCAL_ECS, value)))
              .orElseGet(() -> engine.withLabel(Names.LOCAL_ECS));
      Cluster.together(
          containers.stream()
              .<Callable<Void>>map(container -> () -> remove(engine, container))
              .toList());
      return containers.size();
    }
  }

  private static Void remove(Engine engine, Container container) {
    engine.remove(container.getId());
    return null;
  }

  /// Leaves the tasks running, for another process to find them.
  public void detach() {
    cluster.close();
  }

  @Override
  public void close() {
    cluster.close();
    clean(cluster.settings().id());
  }
}
