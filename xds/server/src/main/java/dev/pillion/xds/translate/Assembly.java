package dev.pillion.xds.translate;

import dev.pillion.mesh.endpoint.ServiceKey;
import dev.pillion.mesh.model.ServiceDiscovery;
import dev.pillion.xds.translate.CalledService.Outcome;
import dev.pillion.xds.translate.CalledService.Rule;
import io.envoyproxy.envoy.config.cluster.v3.Cluster;
import io.envoyproxy.envoy.config.listener.v3.Listener;
import io.envoyproxy.envoy.config.route.v3.RouteConfiguration;
import java.util.List;
import java.util.TreeMap;
import java.util.TreeSet;

/// A group's resources while they are put together, and what is to be told of them. Two of one name
/// are one.
final class Assembly {
  private final TreeMap<String, Cluster> clusters = new TreeMap<>();
  private final TreeMap<String, DiscoveredCluster> discovered = new TreeMap<>();
  private final TreeMap<String, Listener> listeners = new TreeMap<>();
  private final TreeMap<String, RouteConfiguration> routes = new TreeMap<>();
  private final TreeSet<String> problems = new TreeSet<>();
  private final Secrets secrets = new Secrets();
  private final TransportSockets sockets = new TransportSockets(secrets);

  TransportSockets sockets() {
    return sockets;
  }

  void add(Cluster cluster) {
    clusters.put(cluster.getName(), cluster);
  }

  /// Adds what a target becomes. App Mesh's name for it says nothing of how it is called, so that a
  /// caller has one way to call it: that of the first of its virtual services, by name.
  private void add(String mesh, Target target) {
    var cluster = Clusters.egress(mesh, target, sockets);
    var there = clusters.putIfAbsent(cluster.getName(), cluster);
    if (there != null && !there.equals(cluster)) {
      problem(
          "virtual node %s, port %d: two client policies for it differ, and the one of the backend whose name comes first is used; give both backends the same"
              .formatted(target.virtualNode(), target.listener().port()));
    }
    switch (target.discovery()) {
      case ServiceDiscovery.CloudMap(var namespace, var service, var attributes, _) ->
          discovered.put(
              cluster.getName(),
              new DiscoveredCluster(
                  new ServiceKey(namespace, service),
                  attributes,
                  target.listener().port(),
                  target.preference()));
      case ServiceDiscovery.Dns _ -> {}
    }
  }

  /// Adds what a virtual service's rules send to.
  void addTargets(String mesh, CalledService service) {
    for (Rule rule : service.rules()) {
      switch (rule.outcome()) {
        case Outcome.Forward(var shares) -> shares.forEach(share -> add(mesh, share.target()));
        case Outcome.Unavailable _ -> {}
      }
    }
  }

  void add(Listener listener) {
    listeners.put(listener.getName(), listener);
  }

  void add(RouteConfiguration table) {
    routes.put(table.getName(), table);
  }

  /// Tells of something that has no effect, or not the one that is wanted, and of the remedy.
  void problem(String problem) {
    problems.add(problem);
  }

  List<String> problems() {
    return List.copyOf(problems);
  }

  EnvoyResources resources() {
    return new EnvoyResources(clusters, discovered, listeners, routes, secrets.made());
  }
}
