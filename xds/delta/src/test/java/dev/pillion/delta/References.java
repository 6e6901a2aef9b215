package dev.pillion.delta;

import com.google.protobuf.InvalidProtocolBufferException;
import io.envoyproxy.envoy.config.cluster.v3.Cluster;
import io.envoyproxy.envoy.config.listener.v3.Listener;
import io.envoyproxy.envoy.config.route.v3.RouteConfiguration;
import io.envoyproxy.envoy.extensions.filters.network.http_connection_manager.v3.HttpConnectionManager;
import io.envoyproxy.envoy.service.discovery.v3.Resource;
import java.util.Set;
import java.util.TreeSet;

/// The names that a resource refers to.
final class References {
  private References() {}

  /// Of a cluster its endpoints, of a listener its route tables, of a route table its clusters.
  static Set<String> of(XdsType type, Resource resource) {
    try {
      var bytes = resource.getResource().getValue();
      return switch (type) {
        case CDS -> endpoints(Cluster.parseFrom(bytes));
        case EDS, SDS -> Set.of();
        case LDS -> tables(Listener.parseFrom(bytes));
        case RDS -> clusters(RouteConfiguration.parseFrom(bytes));
      };
    } catch (InvalidProtocolBufferException e) {
      throw new AssertionError("%s %s".formatted(type, resource.getName()), e);
    }
  }

  /// The secrets that a cluster or a listener names.
  static Set<String> secrets(XdsType type, Resource resource) {
    try {
      var bytes = resource.getResource().getValue();
      return switch (type) {
        case CDS -> Needs.of(Cluster.parseFrom(bytes)).secrets();
        case LDS -> Needs.of(Listener.parseFrom(bytes)).secrets();
        case EDS, SDS, RDS -> Set.of();
      };
    } catch (InvalidProtocolBufferException e) {
      throw new AssertionError("%s %s".formatted(type, resource.getName()), e);
    }
  }

  private static Set<String> endpoints(Cluster cluster) {
    if (cluster.getType() != Cluster.DiscoveryType.EDS) {
      return Set.of();
    }
    String service = cluster.getEdsClusterConfig().getServiceName();
    return Set.of(service.isEmpty() ? cluster.getName() : service);
  }

  private static Set<String> tables(Listener listener) throws InvalidProtocolBufferException {
    var tables = new TreeSet<String>();
    for (var chain : listener.getFilterChainsList()) {
      for (var filter : chain.getFiltersList()) {
        var manager = filter.getTypedConfig().unpack(HttpConnectionManager.class);
        tables.add(manager.getRds().getRouteConfigName());
      }
    }
    return tables;
  }

  private static Set<String> clusters(RouteConfiguration table) {
    var clusters = new TreeSet<String>();
    table
        .getVirtualHostsList()
        .forEach(
            host -> host.getRoutesList().forEach(r -> clusters.add(r.getRoute().getCluster())));
    return clusters;
  }
}
