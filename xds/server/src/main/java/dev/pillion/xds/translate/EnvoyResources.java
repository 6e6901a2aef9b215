package dev.pillion.xds.translate;

import io.envoyproxy.envoy.config.cluster.v3.Cluster;
import io.envoyproxy.envoy.config.listener.v3.Listener;
import io.envoyproxy.envoy.config.route.v3.RouteConfiguration;
import io.envoyproxy.envoy.extensions.transport_sockets.tls.v3.Secret;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/// All that a proxy group is to hold, except the endpoints, by name.
///
/// @param discovered the clusters that are filled over the stream, with what fills them
/// @param secrets certificates and trust as files of the Envoys' own; none of their content
public record EnvoyResources(
    SortedMap<String, Cluster> clusters,
    SortedMap<String, DiscoveredCluster> discovered,
    SortedMap<String, Listener> listeners,
    SortedMap<String, RouteConfiguration> routes,
    SortedMap<String, Secret> secrets) {
  /// Copies its maps.
  public EnvoyResources {
    clusters = Collections.unmodifiableSortedMap(new TreeMap<>(clusters));
    discovered = Collections.unmodifiableSortedMap(new TreeMap<>(discovered));
    listeners = Collections.unmodifiableSortedMap(new TreeMap<>(listeners));
    routes = Collections.unmodifiableSortedMap(new TreeMap<>(routes));
    secrets = Collections.unmodifiableSortedMap(new TreeMap<>(secrets));
  }
}
