package dev.pillion.xds.translate;

import dev.pillion.mesh.endpoint.Instance;
import dev.pillion.mesh.endpoint.ServiceKey;
import java.util.Map;

/// What fills a cluster over the stream: a Cloud Map service, the attributes that an instance must
/// carry, and the port at which it is called.
public record DiscoveredCluster(ServiceKey service, Map<String, String> attributes, int port) {
  /// Copies its attributes.
  public DiscoveredCluster {
    attributes = Map.copyOf(attributes);
  }

  boolean takes(Instance instance) {
    return instance.attributes().entrySet().containsAll(attributes.entrySet());
  }
}
