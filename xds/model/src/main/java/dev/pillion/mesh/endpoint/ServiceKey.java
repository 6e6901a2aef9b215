package dev.pillion.mesh.endpoint;

/// A service in AWS Cloud Map.
public record ServiceKey(String namespace, String service) implements Comparable<ServiceKey> {
  @Override
  public int compareTo(ServiceKey other) {
    int byNamespace = namespace.compareTo(other.namespace);
    return byNamespace != 0 ? byNamespace : service.compareTo(other.service);
  }

  /// `service.namespace`, as DNS would say it.
  @Override
  public String toString() {
    return service + "." + namespace;
  }
}
