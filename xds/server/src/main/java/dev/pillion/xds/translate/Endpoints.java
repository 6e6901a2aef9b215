package dev.pillion.xds.translate;

import dev.pillion.mesh.endpoint.Instance;
import io.envoyproxy.envoy.config.endpoint.v3.ClusterLoadAssignment;
import io.envoyproxy.envoy.config.endpoint.v3.Endpoint;
import io.envoyproxy.envoy.config.endpoint.v3.LbEndpoint;
import io.envoyproxy.envoy.config.endpoint.v3.LocalityLbEndpoints;
import java.util.Collection;
import java.util.TreeSet;

/// The instances behind a cluster that is filled over the stream.
public final class Endpoints {
  private Endpoints() {}

  /// The instances that carry all of the cluster's attributes, at its listener's port, as App Mesh
  /// has it: an instance's own port is not looked at.
  public static ClusterLoadAssignment assignment(
      String cluster, DiscoveredCluster discovered, Collection<Instance> instances) {
    var addresses = new TreeSet<String>();
    for (Instance instance : instances) {
      if (discovered.takes(instance)) {
        discovered.address(instance).ifPresent(addresses::add);
      }
    }
    var assignment = ClusterLoadAssignment.newBuilder().setClusterName(cluster);
    if (!addresses.isEmpty()) {
      var locality = LocalityLbEndpoints.newBuilder();
      addresses.forEach(address -> locality.addLbEndpoints(endpoint(address, discovered.port())));
      assignment.addEndpoints(locality);
    }
    return assignment.build();
  }

  private static LbEndpoint endpoint(String address, int port) {
    return LbEndpoint.newBuilder()
        .setEndpoint(Endpoint.newBuilder().setAddress(Messages.address(address, port)))
        .build();
  }
}
