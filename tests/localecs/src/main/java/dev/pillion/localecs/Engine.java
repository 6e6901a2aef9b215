package dev.pillion.localecs;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.command.InspectContainerResponse;
import com.github.dockerjava.api.exception.NotFoundException;
import com.github.dockerjava.api.exception.NotModifiedException;
import com.github.dockerjava.api.model.Container;
import com.github.dockerjava.api.model.HostConfig;
import com.github.dockerjava.core.DefaultDockerClientConfig;
import com.github.dockerjava.core.DockerClientImpl;
import com.github.dockerjava.httpclient5.ApacheDockerHttpClient;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The Docker calls that this program makes.
final class Engine implements AutoCloseable {
  private final DockerClient docker;

  /// A container to create.
  record Plan(
      String name,
      String image,
      List<String> command,
      Map<String, String> labels,
      Map<String, String> environment,
      HostConfig host,
      Optional<String> user,
      Optional<HealthCheck> healthCheck) {}

  private Engine(DockerClient docker) {
    this.docker = docker;
  }

  /// Docker where `DOCKER_HOST` or the default socket says.
  static Engine connect() {
    return connect(DefaultDockerClientConfig.createDefaultConfigBuilder().build());
  }

  /// Docker behind that socket.
  static Engine connect(Path socket) {
    return connect(
        DefaultDockerClientConfig.createDefaultConfigBuilder()
            .withDockerHost("unix://" + socket)
            .build());
  }

  private static Engine connect(DefaultDockerClientConfig config) {
    var http =
        new ApacheDockerHttpClient.Builder()
            .dockerHost(config.getDockerHost())
            .sslConfig(config.getSSLConfig())
            .maxConnections(100)
            .build();
    return new Engine(DockerClientImpl.getInstance(config, http));
  }

  String create(Plan plan) {
    List<String> environment =
        plan.environment().entrySet().stream()
            .map(entry -> entry.getKey() + "=" + entry.getValue())
            .sorted()
            .toList();
    try (var create = docker.createContainerCmd(plan.image())) {
      create
          .withName(plan.name())
          .withLabels(plan.labels())
          .withEnv(environment)
          .withHostConfig(plan.host());
      if (!plan.command().isEmpty()) {
        create.withCmd(plan.command());
      }
      plan.user().ifPresent(create::withUser);
      plan.healthCheck().ifPresent(check -> create.withHealthcheck(check.toDocker()));
      return create.exec().getId();
    } catch (NotFoundException e) {
      throw new LocalEcsException(
          "image '%s' is not there; run scripts/images or pull it".formatted(plan.image()), e);
    }
  }

  void start(String id) {
    docker.startContainerCmd(id).exec();
  }

  /// SIGTERM, then SIGKILL after the timeout; nothing when the container is not running.
  void stop(String id, Duration timeout) {
    try {
      docker.stopContainerCmd(id).withTimeout((int) timeout.toSeconds()).exec();
    } catch (NotModifiedException | NotFoundException _) {
      // It has stopped by itself, which is what was asked for.
    }
  }

  void kill(String id, String signal) {
    docker.killContainerCmd(id).withSignal(signal).exec();
  }

  void remove(String id) {
    try {
      docker.removeContainerCmd(id).withForce(true).withRemoveVolumes(true).exec();
    } catch (NotFoundException _) {
      // Removed by somebody else meanwhile.
    }
  }

  InspectContainerResponse inspect(String id) {
    return docker.inspectContainerCmd(id).exec();
  }

  /// The first process of a running container, as the host numbers it.
  long pid(String id) {
    Long pid = inspect(id).getState().getPidLong();
    if (pid == null || pid == 0) {
      throw new LocalEcsException(
          "container %s is not running; see: docker logs %s".formatted(id, id));
    }
    return pid;
  }

  /// What a container's health check has found so far: `starting`, `healthy` or `unhealthy`; empty
  /// without one.
  String health(String id) {
    var health = inspect(id).getState().getHealth();
    return health == null ? "" : String.valueOf(health.getStatus());
  }

  /// All containers, running or not, that carry every one of the labels.
  List<Container> withLabels(Map<String, String> labels) {
    return docker.listContainersCmd().withShowAll(true).withLabelFilter(labels).exec();
  }

  /// All containers, running or not, that carry the label with any value.
  List<Container> withLabel(String label) {
    return docker.listContainersCmd().withShowAll(true).withLabelFilter(List.of(label)).exec();
  }

  Exec exec(String id, List<String> command) {
    String exec =
        docker
            .execCreateCmd(id)
            .withAttachStdout(true)
            .withAttachStderr(true)
            .withCmd(command.toArray(String[]::new))
            .exec()
            .getId();
    var output = new Output();
    docker.execStartCmd(exec).exec(output);
    String text = output.await(String.join(" ", command));
    Long code = docker.inspectExecCmd(exec).exec().getExitCodeLong();
    return new Exec(code == null ? -1 : code.intValue(), text);
  }

  /// What the container has written so far, both streams as one text.
  String logs(String id) {
    var output = new Output();
    docker.logContainerCmd(id).withStdOut(true).withStdErr(true).exec(output);
    return output.await("docker logs " + id);
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
