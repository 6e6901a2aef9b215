package dev.pillion.delta;

import com.google.protobuf.InvalidProtocolBufferException;
import io.envoyproxy.envoy.config.cluster.v3.Cluster;
import java.util.Optional;

/// Which endpoints a cluster waits for.
final class EdsNames {
  private EdsNames() {}

  /// The name under which the cluster asks for its endpoints; none if it finds them elsewhere.
  static Optional<String> of(VersionedResource cluster) {
    Cluster message = parse(cluster);
    if (message.getType() != Cluster.DiscoveryType.EDS) {
      return Optional.empty();
    }
    String service = message.getEdsClusterConfig().getServiceName();
    return Optional.of(service.isEmpty() ? message.getName() : service);
  }

  private static Cluster parse(VersionedResource cluster) {
    try {
      return Cluster.parseFrom(cluster.wire().getResource().getValue());
    } catch (InvalidProtocolBufferException e) {
      throw new IllegalArgumentException(
          "resource '%s': is sent as a cluster but is none; this is a defect of Pillion"
              .formatted(cluster.name()),
          e);
    }
  }
}
