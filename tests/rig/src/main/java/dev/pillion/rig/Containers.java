package dev.pillion.rig;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.async.ResultCallback;
import com.github.dockerjava.api.command.InspectContainerResponse;
import com.github.dockerjava.api.command.WaitContainerResultCallback;
import com.github.dockerjava.api.exception.NotFoundException;
import com.github.dockerjava.api.model.Capability;
import com.github.dockerjava.api.model.Container;
import com.github.dockerjava.api.model.Frame;
import com.github.dockerjava.api.model.HostConfig;
import com.github.dockerjava.core.DefaultDockerClientConfig;
import com.github.dockerjava.core.DockerClientImpl;
import com.github.dockerjava.httpclient5.ApacheDockerHttpClient;
import dev.pillion.localecs.Exec;
import dev.pillion.localecs.RunningTask;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// The containers of one local ECS's tasks, and those that the agent gave them.
public final class Containers implements AutoCloseable {
  private static final String LOCAL_ECS = "dev.pillion.localecs";
  private static final String NAMESPACE = "dev.pillion.netns";

  private final DockerClient docker;
  private final String ecsId;

  Containers(String ecsId) {
    this.ecsId = ecsId;
    var config = DefaultDockerClientConfig.createDefaultConfigBuilder().build();
    var http =
        new ApacheDockerHttpClient.Builder()
            .dockerHost(config.getDockerHost())
            .sslConfig(config.getSSLConfig())
            .build();
    this.docker = DockerClientImpl.getInstance(config, http);
  }

  /// The Docker id of a task's Envoy, running or not.
  public Optional<String> envoy(RunningTask task) {
    return sidecar(task, "envoy");
  }

  /// The Docker id of a task's route-manager, which has ended.
  public Optional<String> routeManager(RunningTask task) {
    return sidecar(task, "route-manager");
  }

  private Optional<String> sidecar(RunningTask task, String role) {
    return docker
        .listContainersCmd()
        .withShowAll(true)
        .withLabelFilter(Map.of("dev.pillion.task", task.id(), "dev.pillion.role", role))
        .exec()
        .stream()
        .map(Container::getId)
        .findFirst();
  }

  /// When each running container of the tasks last started, Envoys included, by container name.
  public Map<String, String> startTimes() {
    Map<String, String> times = new TreeMap<>();
    ours(false)
        .forEach(container -> {
          var seen = inspect(container.getId());
          times.put(String.valueOf(seen.getName()), String.valueOf(seen.getState().getStartedAt()));
        });
    return times;
  }

  /// What Docker knows of a container.
  public InspectContainerResponse inspect(String id) {
    return docker.inspectContainerCmd(id).exec();
  }

  /// Sends a signal to a container's first process.
  public void kill(String id, String signal) {
    docker.killContainerCmd(id).withSignal(signal).exec();
  }

  /// What a container has written, both streams as one text.
  public String logs(String id) {
    Queue<String> pieces = new ConcurrentLinkedQueue<>();
    var output =
        new ResultCallback.Adapter<Frame>() {
          @Override
          public void onNext(Frame frame) {
            pieces.add(new String(frame.getPayload(), StandardCharsets.UTF_8));
          }
        };
    docker.logContainerCmd(id).withStdOut(true).withStdErr(true).exec(output);
    try {
      output.awaitCompletion(20, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return String.join("", pieces);
  }

  /// Runs the image of a task's route-manager once more in the task's namespace.
  ///
  /// @return its exit code and what it wrote
  public Exec runRouteManager(RunningTask task, String... arguments) {
    var earlier = inspect(routeManager(task).orElseThrow());
    var host =
        HostConfig.newHostConfig()
            .withNetworkMode("container:" + task.pauseId())
            .withCapAdd(Capability.NET_ADMIN, Capability.NET_RAW);
    String id =
        docker
            .createContainerCmd(String.valueOf(earlier.getImageId()))
            .withCmd(arguments)
            .withUser("0")
            .withLabels(Map.of(NAMESPACE, task.pauseId()))
            .withHostConfig(host)
            .exec()
            .getId();
    docker.startContainerCmd(id).exec();
    int code =
        docker
            .waitContainerCmd(id)
            .exec(new WaitContainerResultCallback())
            .awaitStatusCode(60, TimeUnit.SECONDS);
    var done = new Exec(code, logs(id));
    docker.removeContainerCmd(id).withForce(true).exec();
    return done;
  }

  /// The logs of all that the agent made.
  String sidecarLogs() {
    return sidecars(true).stream()
        .map(container ->
            "--- %s (%s)%n%s"
                .formatted(
                    String.join(" ", container.getNames()),
                    container.getStatus(),
                    logs(container.getId())))
        .collect(Collectors.joining("\n"));
  }

  /// Removes what the agent made for the tasks; their own containers are the local ECS's.
  void removeSidecars() {
    for (Container container : sidecars(true)) {
      try {
        docker.removeContainerCmd(container.getId()).withForce(true).exec();
      } catch (NotFoundException _) {
        // Removed by somebody else meanwhile.
      }
    }
  }

  private List<Container> ours(boolean ended) {
    return Stream.concat(tasks(ended).stream(), sidecars(ended).stream()).toList();
  }

  private List<Container> tasks(boolean ended) {
    return docker
        .listContainersCmd()
        .withShowAll(ended)
        .withLabelFilter(Map.of(LOCAL_ECS, ecsId))
        .exec();
  }

  private List<Container> sidecars(boolean ended) {
    Set<String> tasks = tasks(true).stream().map(Container::getId).collect(Collectors.toSet());
    return docker
        .listContainersCmd()
        .withShowAll(ended)
        .withLabelFilter(List.of(NAMESPACE))
        .exec()
        .stream()
        .filter(container -> tasks.contains(container.getLabels().get(NAMESPACE)))
        .toList();
  }

  @Override
  public void close() {
    try {
      docker.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
