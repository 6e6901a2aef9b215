package dev.pillion.xds.translate;

import dev.pillion.mesh.endpoint.ServiceKey;
import dev.pillion.mesh.model.ServiceDiscovery;
import io.envoyproxy.envoy.config.cluster.v3.Cluster;
import io.envoyproxy.envoy.config.listener.v3.Listener;
import io.envoyproxy.envoy.config.route.v3.RouteConfiguration;
import java.util.TreeMap;

/// A group's resources while they are put together; two of one name are one.
final class Assembly {
  private final TreeMap<String, Cluster> clusters = new TreeMap<>();
  private final TreeMap<String, DiscoveredCluster> discovered = new TreeMap<>();
  private final TreeMap<String, Listener> listeners = new TreeMap<>();
  private final TreeMap<String, RouteConfiguration> routes = new TreeMap<>();

  void add(Cluster cluster) {
    clusters.put(cluster.getName(), cluster);
  }

  void add(String mesh, Target target) {
    var cluster = Clusters.egress(mesh, target);
    add(cluster);
    switch (target.discovery()) {
      case ServiceDiscovery.CloudMap(var namespace, var service, var attributes) ->
          discovered.put(
              cluster.getName(),
              new DiscoveredCluster(
                  new ServiceKey(namespace, service), attributes, target.listener().port()));
      case ServiceDiscovery.Dns _ -> {}
    }
  }

  void add(Listener listener) {
    listeners.put(listener.getName(), listener);
  }

  void add(RouteConfiguration table) {
    routes.put(table.getName(), table);
  }

  EnvoyResources resources() {
    return new EnvoyResources(clusters, discovered, listeners, routes);
  }
}
