package dev.pillion.agent.cloudmap;

import dev.pillion.agent.link.Link;
import dev.pillion.inject.task.DefinitionView;
import dev.pillion.inject.task.DefinitionView.Known;
import java.util.Objects;
import java.util.stream.Collectors;
import software.amazon.awssdk.services.ecs.model.ContainerDefinition;
import software.amazon.awssdk.services.ecs.model.PortMapping;
import software.amazon.awssdk.services.ecs.model.TaskDefinition;
import software.amazon.awssdk.services.ecs.model.TransportProtocol;

/// Task definitions by the AWS SDK.
final class AwsDefinitions implements DefinitionSource {
  private final AwsAccess access;
  private final AwsCalls calls;

  AwsDefinitions(AwsAccess access, Link link) {
    this.access = access;
    this.calls = new AwsCalls(link, "ecs");
  }

  @Override
  public Answer<Known> describe(String family, String revision) throws InterruptedException {
    return calls.call(
        access.afterFirstLook(),
        "DescribeTaskDefinition",
        clients ->
            known(
                clients
                    .ecs()
                    .describeTaskDefinition(r -> r.taskDefinition(family + ":" + revision))
                    .taskDefinition()));
  }

  private static Known known(TaskDefinition definition) {
    return new Known(
        definition.containerDefinitions().stream().map(AwsDefinitions::container).toList(),
        Objects.toString(definition.networkModeAsString(), ""),
        definition.proxyConfiguration() != null);
  }

  private static DefinitionView.Container container(ContainerDefinition container) {
    return new DefinitionView.Container(
        container.name(),
        container.dockerLabels(),
        Objects.toString(container.user(), ""),
        container.portMappings().stream()
            .filter(mapping -> mapping.protocol() != TransportProtocol.UDP)
            .map(PortMapping::containerPort)
            .filter(Objects::nonNull)
            .collect(Collectors.toSet()));
  }
}
