package dev.pillion.agent.cloudmap;

import dev.pillion.mesh.endpoint.ServiceKey;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import software.amazon.awssdk.services.servicediscovery.ServiceDiscoveryClient;
import software.amazon.awssdk.services.servicediscovery.model.CustomHealthStatus;
import software.amazon.awssdk.services.servicediscovery.model.OperationTargetType;

/// Registers instances with Cloud Map as ECS does.
public final class MotoServices {
  private final ServiceDiscoveryClient client;
  private final Map<String, String> namespaces = new HashMap<>();
  private final Map<ServiceKey, String> services = new HashMap<>();

  /// At that server.
  public MotoServices(MotoServer moto) {
    this.client = moto.cloudMap();
  }

  /// Makes the service and its namespace if they are not there.
  public void create(ServiceKey key) {
    String namespace = namespaces.computeIfAbsent(key.namespace(), this::namespace);
    services.computeIfAbsent(
        key,
        _ ->
            client.createService(r -> r.name(key.service()).namespaceId(namespace)).service().id());
  }

  private String namespace(String name) {
    String operation = client.createHttpNamespace(r -> r.name(name)).operationId();
    return Objects.requireNonNull(
        client
            .getOperation(r -> r.operationId(operation))
            .operation()
            .targets()
            .get(OperationTargetType.NAMESPACE));
  }

  /// Registers an instance, or again.
  public void register(ServiceKey key, String id, Map<String, String> attributes) {
    create(key);
    client.registerInstance(
        r -> r.serviceId(services.get(key)).instanceId(id).attributes(attributes));
  }

  /// Takes an instance away.
  public void deregister(ServiceKey key, String id) {
    client.deregisterInstance(r -> r.serviceId(services.get(key)).instanceId(id));
  }

  /// Says that an instance is not well.
  public void unhealthy(ServiceKey key, String id) {
    client.updateInstanceCustomHealthStatus(
        r -> r.serviceId(services.get(key)).instanceId(id).status(CustomHealthStatus.UNHEALTHY));
  }
}
