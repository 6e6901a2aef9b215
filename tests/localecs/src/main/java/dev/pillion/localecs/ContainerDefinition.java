package dev.pillion.localecs;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/// One container of a task definition, as ECS names its parts.
///
/// @param command empty for the image's own
/// @param ports container ports, for the task definition and Cloud Map
/// @param stopTimeout from SIGTERM to SIGKILL; ECS's default is 30 s
/// @param user empty for the image's own
/// @param dependsOn containers that must be HEALTHY before this one starts
public record ContainerDefinition(
    String name,
    String image,
    List<String> command,
    Map<String, String> environment,
    Map<String, String> dockerLabels,
    List<Integer> ports,
    Duration stopTimeout,
    Optional<String> user,
    Optional<HealthCheck> healthCheck,
    List<String> dependsOn) {
  /// Copies what it is given.
  public ContainerDefinition {
    command = List.copyOf(command);
    environment = Map.copyOf(environment);
    dockerLabels = Map.copyOf(dockerLabels);
    ports = List.copyOf(ports);
    dependsOn = List.copyOf(dependsOn);
  }

  /// A container without labels, ports or environment.
  public static ContainerDefinition of(String name, String image, String... command) {
    return new ContainerDefinition(
        name,
        image,
        List.of(command),
        Map.of(),
        Map.of(),
        List.of(),
        Duration.ofSeconds(30),
        Optional.empty(),
        Optional.empty(),
        List.of());
  }

  /// The same of another image.
  public ContainerDefinition image(String other) {
    return new ContainerDefinition(
        name,
        other,
        command,
        environment,
        dockerLabels,
        ports,
        stopTimeout,
        user,
        healthCheck,
        dependsOn);
  }

  /// The same with one more Docker label.
  public ContainerDefinition label(String key, String value) {
    return with(environment, with(dockerLabels, key, value), ports, stopTimeout, user);
  }

  /// The same with one more environment variable.
  public ContainerDefinition env(String key, String value) {
    return with(with(environment, key, value), dockerLabels, ports, stopTimeout, user);
  }

  /// The same with one more port.
  public ContainerDefinition port(int port) {
    List<Integer> more = Stream.concat(ports.stream(), Stream.of(port)).toList();
    return with(environment, dockerLabels, more, stopTimeout, user);
  }

  /// The same with another time from SIGTERM to SIGKILL.
  public ContainerDefinition stopTimeout(Duration timeout) {
    return with(environment, dockerLabels, ports, timeout, user);
  }

  /// The same, run as `uid` or `uid:gid`.
  public ContainerDefinition user(String uid) {
    return with(environment, dockerLabels, ports, stopTimeout, Optional.of(uid));
  }

  private ContainerDefinition with(
      Map<String, String> environment,
      Map<String, String> dockerLabels,
      List<Integer> ports,
      Duration stopTimeout,
      Optional<String> user) {
    return new ContainerDefinition(
        name,
        image,
        command,
        environment,
        dockerLabels,
        ports,
        stopTimeout,
        user,
        healthCheck,
        dependsOn);
  }

  private static Map<String, String> with(Map<String, String> map, String key, String value) {
    var more = new LinkedHashMap<>(map);
    more.put(key, value);
    return more;
  }
}
