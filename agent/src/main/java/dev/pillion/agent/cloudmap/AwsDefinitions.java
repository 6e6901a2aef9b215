package dev.pillion.agent.cloudmap;

import com.fasterxml.jackson.databind.JsonNode;
import dev.pillion.agent.link.Link;
import dev.pillion.inject.task.DefinitionView;
import dev.pillion.inject.task.DefinitionView.Known;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Collectors;

/// Task definitions by ECS's API.
final class AwsDefinitions implements DefinitionSource {
  private final AwsAccess access;
  private final AwsCalls calls;

  AwsDefinitions(AwsAccess access, Link link) {
    this.access = access;
    this.calls = new AwsCalls(link);
  }

  @Override
  public Answer<Known> describe(String family, String revision) throws InterruptedException {
    return calls.call(
        access.afterFirstLook(),
        AwsOperation.DESCRIBE_TASK_DEFINITION,
        clients ->
            known(
                clients
                    .ecs()
                    .call(
                        AwsOperation.DESCRIBE_TASK_DEFINITION,
                        Map.of("taskDefinition", family + ":" + revision))
                    .path("taskDefinition")));
  }

  private static Known known(JsonNode definition) {
    return new Known(
        definition
            .path("containerDefinitions")
            .valueStream()
            .map(AwsDefinitions::container)
            .toList(),
        definition.path("networkMode").asText(""),
        definition.hasNonNull("proxyConfiguration"));
  }

  private static DefinitionView.Container container(JsonNode container) {
    var labels = new HashMap<String, String>();
    container
        .path("dockerLabels")
        .properties()
        .forEach(label -> labels.put(label.getKey(), label.getValue().asText()));
    return new DefinitionView.Container(
        container.path("name").asText(),
        labels,
        container.path("user").asText(""),
        container
            .path("portMappings")
            .valueStream()
            .filter(mapping -> !mapping.path("protocol").asText().equals("udp"))
            .filter(mapping -> mapping.hasNonNull("containerPort"))
            .map(mapping -> mapping.path("containerPort").intValue())
            .collect(Collectors.toSet()));
  }
}
