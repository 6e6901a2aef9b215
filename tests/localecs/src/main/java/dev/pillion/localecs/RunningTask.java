package dev.pillion.localecs;

import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;

/// A task that was started here.
public final class RunningTask {
  private final Cluster cluster;
  private final TaskRecord task;

  RunningTask(Cluster cluster, TaskRecord task) {
    this.cluster = cluster;
    this.task = task;
  }

  /// The ARN, as the containers' labels have it.
  public String arn() {
    return task.arn();
  }

  /// The last part of the ARN.
  public String id() {
    return task.id();
  }

  /// The revision of the task definition, as the containers' labels have it.
  public int revision() {
    return task.revision();
  }

  /// The Docker id of the pause container, which holds the network namespace.
  public String pauseId() {
    return task.pauseId();
  }

  /// The Docker ids of the app containers, by their names in the task definition.
  public Map<String, String> containers() {
    return task.containers();
  }

  /// The Docker id of one app container.
  public String container(String name) {
    String id = task.containers().get(name);
    if (id == null) {
      throw new LocalEcsException(
          "task %s has no container '%s'; it has %s"
              .formatted(task.id(), name, task.containers().keySet()));
    }
    return id;
  }

  /// The address on eth0.
  public String ipv4() {
    return task.ipv4();
  }

  /// The IPv6 address on eth0.
  public String ipv6() {
    return task.ipv6();
  }

  /// The network, while the pause runs.
  public TaskNetwork network() {
    return cluster.network(task);
  }

  /// Connection attempts that left the task over its link, since before its pause started; counted
  /// in the hub, and still there when the task is gone.
  public Syns synsLeft() {
    return cluster.counters(task).synsLeft();
  }

  /// When the containers last started.
  public Timeline timeline() {
    Map<String, Instant> apps = new TreeMap<>();
    task.containers().forEach((name, id) -> apps.put(name, startedAt(id)));
    return new Timeline(startedAt(task.pauseId()), apps);
  }

  private Instant startedAt(String id) {
    String text = cluster.engine().inspect(id).getState().getStartedAt();
    return text == null ? Instant.EPOCH : Instant.parse(text);
  }

  /// Runs a command in an app container.
  public Exec exec(String container, String... command) {
    return cluster.engine().exec(container(container), Arrays.asList(command));
  }

  /// What an app container has written so far.
  public String logs(String container) {
    return cluster.engine().logs(container(container));
  }

  /// Whether an app container's process runs.
  public boolean isRunning(String container) {
    return Boolean.TRUE.equals(
        cluster.engine().inspect(container(container)).getState().getRunning());
  }

  /// What an app container's health check has found so far: `starting`, `healthy` or `unhealthy`;
  /// empty without one.
  public String health(String container) {
    return cluster.engine().health(container(container));
  }

  /// The exit code of an app container's process that has ended.
  public int exitCode(String container) {
    Long code = cluster.engine().inspect(container(container)).getState().getExitCodeLong();
    return code == null ? -1 : code.intValue();
  }

  /// Sends a signal to an app container.
  public void kill(String container, String signal) {
    cluster.engine().kill(container(container), signal);
  }

  /// Starts an app container that has stopped, as ECS's restart policy does: the same container,
  /// pause and network.
  public void restart(String container) {
    cluster.engine().start(container(container));
  }

  /// Stops the task as ECS does: out of Cloud Map, SIGTERM to the apps and SIGKILL after their stop
  /// timeouts, the network out of the namespace, the pause last. The stopped containers stay.
  public void stop() {
    cluster.stop(task, Duration.ofMillis(400));
  }
}
