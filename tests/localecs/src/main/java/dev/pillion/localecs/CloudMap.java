package dev.pillion.localecs;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.services.servicediscovery.ServiceDiscoveryClient;
import software.amazon.awssdk.services.servicediscovery.model.HttpInstanceSummary;
import software.amazon.awssdk.services.servicediscovery.model.ServiceFilter;

/// Registers tasks in Cloud Map as ECS's service discovery does.
final class CloudMap implements AutoCloseable {
  private final ServiceDiscoveryClient client;
  private final Settings settings;

  CloudMap(ServiceDiscoveryClient client, Settings settings) {
    this.client = client;
    this.settings = settings;
  }

  /// The id of a service.
  ///
  /// @throws LocalEcsException when the namespace or the service is not there
  String serviceId(Launch.Registry registry) {
    String namespace =
        client.listNamespacesPaginator(request -> {}).stream()
            .flatMap(page -> page.namespaces().stream())
            .filter(each -> each.name().equals(registry.namespace()))
            .findFirst()
            .orElseThrow(() -> missing("namespace", registry.namespace()))
            .id();
    ServiceFilter inNamespace =
        ServiceFilter.builder().name("NAMESPACE_ID").values(namespace).build();
    return client.listServicesPaginator(request -> request.filters(inNamespace)).stream()
        .flatMap(page -> page.services().stream())
        .filter(each -> each.name().equals(registry.service()))
        .findFirst()
        .orElseThrow(() -> missing("service", registry.service()))
        .id();
  }

  /// Registers a task under its own id.
  void register(String serviceId, String taskId, TaskNetwork network, Running running) {
    Map<String, String> attributes = new HashMap<>();
    attributes.put("AWS_INSTANCE_IPV4", network.ipv4());
    attributes.put("AWS_INSTANCE_IPV6", network.ipv6());
    attributes.put("AWS_INIT_HEALTH_STATUS", "HEALTHY");
    attributes.put("AVAILABILITY_ZONE", settings.region() + "a");
    attributes.put("REGION", settings.region());
    attributes.put("EC2_INSTANCE_ID", "i-0123456789abcdef0");
    attributes.put("ECS_CLUSTER_NAME", settings.cluster());
    attributes.put("ECS_TASK_DEFINITION_FAMILY", running.family());
    running.launch().serviceName().ifPresent(name -> attributes.put("ECS_SERVICE_NAME", name));
    running
        .launch()
        .registry()
        .flatMap(Launch.Registry::port)
        .ifPresent(port -> attributes.put("AWS_INSTANCE_PORT", port.toString()));
    client.registerInstance(request ->
        request
            .serviceId(serviceId)
            .instanceId(taskId)
            .creatorRequestId(taskId)
            .attributes(attributes));
  }

  void deregister(String serviceId, String taskId) {
    client.deregisterInstance(request -> request.serviceId(serviceId).instanceId(taskId));
  }

  String createNamespace(String name) {
    client.createPrivateDnsNamespace(request -> request.name(name).vpc("vpc-local"));
    return client.listNamespacesPaginator(request -> {}).stream()
        .flatMap(page -> page.namespaces().stream())
        .filter(each -> each.name().equals(name))
        .findFirst()
        .orElseThrow(() -> missing("namespace", name))
        .id();
  }

  void createService(String namespaceId, String name) {
    client.createService(request -> request.namespaceId(namespaceId).name(name));
  }

  List<HttpInstanceSummary> discover(String namespace, String service) {
    return client
        .discoverInstances(request -> request.namespaceName(namespace).serviceName(service))
        .instances();
  }

  private static LocalEcsException missing(String kind, String name) {
    return new LocalEcsException(
        "Cloud Map has no %s '%s'; create it: aws servicediscovery create-%s …"
            .formatted(kind, name, kind.equals("service") ? kind : "private-dns-namespace"));
  }

  /// What the attributes say besides the task's addresses.
  record Running(String family, Launch launch) {}

  @Override
  public void close() {
    client.close();
  }
}
