package dev.pillion.agent.cloudmap;

import dev.pillion.agent.link.Link;
import dev.pillion.mesh.endpoint.Instance;
import dev.pillion.mesh.endpoint.ServiceKey;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import software.amazon.awssdk.services.servicediscovery.model.HealthStatusFilter;
import software.amazon.awssdk.services.servicediscovery.model.HttpInstanceSummary;

/// Cloud Map by the AWS SDK.
final class AwsCloudMap implements CloudMap {
  // The API's own maximum; it has no second page.
  private static final int MOST_INSTANCES = 1000;

  private final AwsAccess access;
  private final AwsCalls calls;

  AwsCloudMap(AwsAccess access, Link link) {
    this.access = access;
    this.calls = new AwsCalls(link, "servicediscovery");
  }

  @Override
  public boolean usable() {
    return access.now() instanceof Answer.Given<AwsClients>;
  }

  @Override
  public Answer<Long> revision(ServiceKey service) {
    return calls.call(
        access.now(),
        "DiscoverInstancesRevision",
        clients ->
            clients
                .cloudMap()
                .discoverInstancesRevision(
                    r -> r.namespaceName(service.namespace()).serviceName(service.service()))
                .instancesRevision());
  }

  @Override
  public Answer<List<Instance>> instances(ServiceKey service) {
    return calls.call(
        access.now(),
        "DiscoverInstances",
        clients ->
            clients
                .cloudMap()
                .discoverInstances(r ->
                    r.namespaceName(service.namespace())
                        .serviceName(service.service())
                        .healthStatus(HealthStatusFilter.HEALTHY_OR_ELSE_ALL)
                        .maxResults(MOST_INSTANCES))
                .instances()
                .stream()
                .map(AwsCloudMap::instance)
                .sorted(Comparator.comparing(Instance::id))
                .toList());
  }

  private static Instance instance(HttpInstanceSummary summary) {
    var attributes = summary.attributes();
    return new Instance(
        summary.instanceId(),
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
