package dev.pillion.localecs;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import software.amazon.awssdk.services.ecs.EcsClient;
import software.amazon.awssdk.services.ecs.model.KeyValuePair;
import software.amazon.awssdk.services.ecs.model.NetworkMode;
import software.amazon.awssdk.services.ecs.model.PortMapping;
import software.amazon.awssdk.services.ecs.model.ProxyConfigurationType;

/// Registers task definitions with the ECS API, so that `DescribeTaskDefinition` knows them.
final class TaskDefinitions implements AutoCloseable {
  private final EcsClient client;
  private final Map<TaskDefinition, Integer> revisions = new ConcurrentHashMap<>();

  TaskDefinitions(EcsClient client) {
    this.client = client;
  }

  /// The revision of a definition; the same definition gets one once.
  int revision(TaskDefinition definition) {
    return revisions.computeIfAbsent(definition, this::register);
  }

  private int register(TaskDefinition definition) {
    List<software.amazon.awssdk.services.ecs.model.ContainerDefinition> containers =
        definition.containers().stream().map(TaskDefinitions::toEcs).toList();
    return client
        .registerTaskDefinition(request ->
            request
                .family(definition.family())
                .networkMode(NetworkMode.AWSVPC)
                .proxyConfiguration(definition.proxy().map(TaskDefinitions::toEcs).orElse(null))
                .containerDefinitions(containers))
        .taskDefinition()
        .revision();
  }

  /// All labels of the containers of a registered definition.
  Map<String, String> labels(String familyAndRevision) {
    Map<String, String> labels = new HashMap<>();
    client
        .describeTaskDefinition(request -> request.taskDefinition(familyAndRevision))
        .taskDefinition()
        .containerDefinitions()
        .forEach(container -> labels.putAll(container.dockerLabels()));
    return labels;
  }

  private static software.amazon.awssdk.services.ecs.model.ProxyConfiguration toEcs(
      ProxyConfiguration proxy) {
    var properties =
        proxy.properties().entrySet().stream()
            .map(e -> KeyValuePair.builder().name(e.getKey()).value(e.getValue()).build())
            .toList();
    return software.amazon.awssdk.services.ecs.model.ProxyConfiguration.builder()
        .type(ProxyConfigurationType.APPMESH)
        .containerName(proxy.containerName())
        .properties(properties)
        .build();
  }

  private static software.amazon.awssdk.services.ecs.model.ContainerDefinition toEcs(
      ContainerDefinition container) {
    var environment =
        container.environment().entrySet().stream()
            .map(e -> KeyValuePair.builder().name(e.getKey()).value(e.getValue()).build())
            .toList();
    var ports =
        container.ports().stream()
            .map(port -> PortMapping.builder().containerPort(port).protocol("tcp").build())
            .toList();
    return software.amazon.awssdk.services.ecs.model.ContainerDefinition.builder()
        .name(container.name())
        .image(container.image())
        .command(container.command())
        .environment(environment)
        .portMappings(ports)
        .dockerLabels(container.dockerLabels())
        .stopTimeout((int) container.stopTimeout().toSeconds())
        .memory(128)
        .essential(true)
        .build();
  }

  @Override
  public void close() {
    client.close();
  }
}
