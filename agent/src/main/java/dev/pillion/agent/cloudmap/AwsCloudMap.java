package dev.pillion.agent.cloudmap;

import com.fasterxml.jackson.databind.JsonNode;
import dev.pillion.agent.link.Link;
import dev.pillion.mesh.endpoint.Instance;
import dev.pillion.mesh.endpoint.ServiceKey;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/// Cloud Map by its API.
final class AwsCloudMap implements CloudMap {
  // The API's own maximum; it has no second page.
  private static final int MOST_INSTANCES = 1000;

  private final AwsAccess access;
  private final AwsCalls calls;

  AwsCloudMap(AwsAccess access, Link link) {
    this.access = access;
    this.calls = new AwsCalls(link);
  }

  @Override
  public boolean usable() {
    return access.now() instanceof Answer.Given<AwsClients>;
  }

  @Override
  public Answer<Long> revision(ServiceKey service) {
    return calls.call(
        access.now(),
        AwsOperation.DISCOVER_INSTANCES_REVISION,
        clients ->
            clients
                .cloudMap()
                .call(
                    AwsOperation.DISCOVER_INSTANCES_REVISION,
                    Map.of("NamespaceName", service.namespace(), "ServiceName", service.service()))
                .path("InstancesRevision")
                .longValue());
  }

  @Override
  public Answer<List<Instance>> instances(ServiceKey service) {
    return calls.call(
        access.now(),
        AwsOperation.DISCOVER_INSTANCES,
        clients ->
            clients
                .cloudMap()
                .call(
                    AwsOperation.DISCOVER_INSTANCES,
                    Map.of(
                        "NamespaceName",
                        service.namespace(),
                        "ServiceName",
                        service.service(),
                        "HealthStatus",
                        "HEALTHY_OR_ELSE_ALL",
                        "MaxResults",
                        MOST_INSTANCES))
                .path("Instances")
                .valueStream()
                .map(AwsCloudMap::instance)
                .sorted(Comparator.comparing(Instance::id))
                .toList());
  }

  private static Instance instance(JsonNode summary) {
    var attributes = new HashMap<String, String>();
    summary
        .path("Attributes")
        .properties()
        .forEach(attribute -> attributes.put(attribute.getKey(), attribute.getValue().asText()));
    return new Instance(
        summary.path("InstanceId").asText(),
        Optional.ofNullable(attributes.get("AWS_INSTANCE_IPV4")),
        Optional.ofNullable(attributes.get("AWS_INSTANCE_IPV6")),
        port(attributes.getOrDefault("AWS_INSTANCE_PORT", "")),
        attributes);
  }

  private static OptionalInt port(String text) {
    return text.matches("[0-9]{1,5}")
        ? OptionalInt.of(Integer.parseInt(text))
        : OptionalInt.empty();
  }
}
