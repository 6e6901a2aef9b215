package dev.pillion.xds.translate;

import dev.pillion.mesh.endpoint.Instance;
import dev.pillion.mesh.endpoint.ServiceKey;
import dev.pillion.mesh.model.IpPreference;
import java.util.Map;
import java.util.Optional;

/// What fills a cluster over the stream: a Cloud Map service, the attributes that an instance must
/// carry, the port at which it is called, and which of an instance's addresses are used.
public record DiscoveredCluster(
    ServiceKey service, Map<String, String> attributes, int port, IpPreference preference) {
  /// Copies its attributes.
  public DiscoveredCluster {
    attributes = Map.copyOf(attributes);
  }

  boolean takes(Instance instance) {
    return instance.attributes().entrySet().containsAll(attributes.entrySet());
  }

  /// The address that is called; none of an instance that has none of the wanted family.
  Optional<String> address(Instance instance) {
    return switch (preference) {
      case UNSET, IPV4_PREFERRED -> instance.ipv4().or(instance::ipv6);
      case IPV6_PREFERRED -> instance.ipv6().or(instance::ipv4);
      case IPV4_ONLY -> instance.ipv4();
      case IPV6_ONLY -> instance.ipv6();
    };
  }
}
