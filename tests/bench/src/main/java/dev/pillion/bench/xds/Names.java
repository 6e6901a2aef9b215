package dev.pillion.bench.xds;

import com.google.protobuf.Any;
import com.google.protobuf.InvalidProtocolBufferException;
import dev.pillion.delta.XdsType;
import dev.pillion.rig.RigException;
import io.envoyproxy.envoy.config.cluster.v3.Cluster;
import io.envoyproxy.envoy.config.endpoint.v3.ClusterLoadAssignment;
import io.envoyproxy.envoy.config.listener.v3.Filter;
import io.envoyproxy.envoy.config.listener.v3.Listener;
import io.envoyproxy.envoy.config.route.v3.RouteConfiguration;
import io.envoyproxy.envoy.extensions.filters.network.http_connection_manager.v3.HttpConnectionManager;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;

/// What a resource is called, and what it makes a proxy ask for next; read once of each content,
/// since all proxies are sent the same.
///
/// @param leads of a cluster its endpoints, of a listener its route tables
record Names(String own, List<String> leads) {
  private static final ConcurrentHashMap<Any, Names> KNOWN = new ConcurrentHashMap<>();

  Names {
    leads = List.copyOf(leads);
  }

  static Names of(XdsType type, Any resource) {
    return KNOWN.computeIfAbsent(resource, r -> read(type, r));
  }

  private static Names read(XdsType type, Any resource) {
    try {
      return switch (type) {
        case CDS -> cluster(resource.unpack(Cluster.class));
        case EDS ->
            new Names(resource.unpack(ClusterLoadAssignment.class).getClusterName(), List.of());
        case LDS -> listener(resource.unpack(Listener.class));
        case RDS -> new Names(resource.unpack(RouteConfiguration.class).getName(), List.of());
        case SDS -> throw new RigException("the benchmark's mesh has no secrets");
      };
    } catch (InvalidProtocolBufferException e) {
      throw new RigException("a resource of %s cannot be read: %s".formatted(type, e), e);
    }
  }

  private static Names cluster(Cluster cluster) {
    if (cluster.getType() != Cluster.DiscoveryType.EDS) {
      return new Names(cluster.getName(), List.of());
    }
    String service = cluster.getEdsClusterConfig().getServiceName();
    return new Names(cluster.getName(), List.of(service.isEmpty() ? cluster.getName() : service));
  }

  private static Names listener(Listener listener) throws InvalidProtocolBufferException {
    var tables = new ArrayList<String>();
    var chains = new ArrayList<>(listener.getFilterChainsList());
    chains.add(listener.getDefaultFilterChain());
    for (var chain : chains) {
      for (Filter filter : chain.getFiltersList()) {
        if (filter.getTypedConfig().is(HttpConnectionManager.class)) {
          var manager = filter.getTypedConfig().unpack(HttpConnectionManager.class);
          if (manager.hasRds()) {
            tables.add(manager.getRds().getRouteConfigName());
          }
        }
      }
    }
    return new Names(listener.getName(), tables);
  }
}
