package dev.pillion.localecs;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/// How one task is started, beyond its definition.
///
/// @param hosts names and addresses for `/etc/hosts`, set on the pause as ECS sets them
/// @param registry the Cloud Map service that the task is registered in
/// @param serviceName the ECS service that it belongs to
/// @param networkReady called when the task has its network and before its apps are created
/// @param docker the socket that its containers are made and started through; empty for Docker's
///   own
/// @param startFailed called when an app could not be started, before the task's containers go
public record Launch(
    Map<String, String> hosts,
    Optional<Registry> registry,
    Optional<String> serviceName,
    Pace pace,
    Consumer<TaskNetwork> networkReady,
    Optional<Path> docker,
    Consumer<RunningTask> startFailed) {
  /// A Cloud Map service by its names.
  ///
  /// @param port for the instance's `AWS_INSTANCE_PORT`, which SRV services have
  public record Registry(String namespace, String service, Optional<Integer> port) {}

  /// Copies what it is given.
  public Launch {
    hosts = Map.copyOf(hosts);
  }

  /// A task alone, at the measured pace.
  public static Launch plain() {
    return new Launch(
        Map.of(),
        Optional.empty(),
        Optional.empty(),
        Pace.MEASURED,
        network -> {},
        Optional.empty(),
        task -> {});
  }

  /// The same with one more name in `/etc/hosts`.
  public Launch host(String name, String address) {
    var more = new LinkedHashMap<>(hosts);
    more.put(name, address);
    return new Launch(more, registry, serviceName, pace, networkReady, docker, startFailed);
  }

  /// The same, registered in a Cloud Map service.
  public Launch registry(String namespace, String service) {
    var names = new Registry(namespace, service, Optional.empty());
    return new Launch(
        hosts, Optional.of(names), serviceName, pace, networkReady, docker, startFailed);
  }

  /// The same, as a task of an ECS service.
  public Launch service(String name) {
    return new Launch(hosts, registry, Optional.of(name), pace, networkReady, docker, startFailed);
  }

  /// The same at another pace.
  public Launch pace(Pace other) {
    return new Launch(hosts, registry, serviceName, other, networkReady, docker, startFailed);
  }

  /// The same with something to do between network and apps, such as counting packets.
  public Launch networkReady(Consumer<TaskNetwork> action) {
    return new Launch(hosts, registry, serviceName, pace, action, docker, startFailed);
  }

  /// The same through another socket than Docker's own, as the ECS agent's `DOCKER_HOST` has it.
  public Launch through(Path socket) {
    return new Launch(
        hosts, registry, serviceName, pace, networkReady, Optional.of(socket), startFailed);
  }

  /// The same with something to look at when an app could not be started.
  public Launch startFailed(Consumer<RunningTask> action) {
    return new Launch(hosts, registry, serviceName, pace, networkReady, docker, action);
  }
}
