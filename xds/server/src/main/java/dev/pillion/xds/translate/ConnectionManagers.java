package dev.pillion.xds.translate;

import static dev.pillion.xds.translate.Messages.any;
import static dev.pillion.xds.translate.Messages.duration;

import com.google.protobuf.BoolValue;
import dev.pillion.mesh.listener.Timeout;
import dev.pillion.xds.translate.CalledService.Share;
import io.envoyproxy.envoy.config.accesslog.v3.AccessLog;
import io.envoyproxy.envoy.config.listener.v3.Filter;
import io.envoyproxy.envoy.extensions.filters.http.router.v3.Router;
import io.envoyproxy.envoy.extensions.filters.network.http_connection_manager.v3.HttpConnectionManager;
import io.envoyproxy.envoy.extensions.filters.network.http_connection_manager.v3.HttpConnectionManager.PathWithEscapedSlashesAction;
import io.envoyproxy.envoy.extensions.filters.network.http_connection_manager.v3.HttpConnectionManager.Tracing;
import io.envoyproxy.envoy.extensions.filters.network.http_connection_manager.v3.HttpConnectionManager.UpgradeConfig;
import io.envoyproxy.envoy.extensions.filters.network.http_connection_manager.v3.HttpFilter;
import io.envoyproxy.envoy.extensions.filters.network.http_connection_manager.v3.Rds;
import io.envoyproxy.envoy.extensions.filters.network.tcp_proxy.v3.TcpProxy;
import io.envoyproxy.envoy.extensions.filters.network.tcp_proxy.v3.TcpProxy.WeightedCluster;
import io.envoyproxy.envoy.extensions.filters.network.tcp_proxy.v3.TcpProxy.WeightedCluster.ClusterWeight;
import java.util.List;
import java.util.Optional;

/// The last filter of a chain: HTTP by a route table, or bytes to a cluster. Each writes to the
/// access log, if there is one.
record ConnectionManagers(Optional<AccessLog> log) {
  /// Reads HTTP of either version and routes it by a table that comes over the stream.
  Filter http(String statPrefix, String routes) {
    var manager =
        HttpConnectionManager.newBuilder()
            .setStatPrefix(statPrefix)
            .setRds(
                Rds.newBuilder().setRouteConfigName(routes).setConfigSource(Messages.SAME_STREAM))
            .addHttpFilters(
                HttpFilter.newBuilder()
                    .setName("envoy.filters.http.router")
                    .setTypedConfig(any(Router.getDefaultInstance())))
            .addUpgradeConfigs(
                UpgradeConfig.newBuilder()
                    .setUpgradeType("websocket")
                    .setEnabled(BoolValue.of(true)))
            // By whatever tracer the Envoy was started with; by none if it has none.
            .setTracing(Tracing.getDefaultInstance())
            .setNormalizePath(BoolValue.of(true))
            .setMergeSlashes(true)
            .setPathWithEscapedSlashesAction(PathWithEscapedSlashesAction.KEEP_UNCHANGED);
    log.ifPresent(manager::addAccessLog);
    return Filter.newBuilder()
        .setName("envoy.filters.network.http_connection_manager")
        .setTypedConfig(any(manager.build()))
        .build();
  }

  /// Passes bytes on, both ways.
  Filter tcp(String statPrefix, String cluster, Timeout timeout) {
    return tcp(proxy(statPrefix, timeout).setCluster(cluster));
  }

  /// Passes bytes on, each connection to one of the targets.
  Filter tcp(String statPrefix, String mesh, List<Share> shares, Timeout timeout) {
    var weighted = WeightedCluster.newBuilder();
    for (Share share : shares) {
      // Unlike a route table, a chain takes no weight of 0.
      if (share.weight() > 0) {
        weighted.addClusters(
            ClusterWeight.newBuilder()
                .setName(Names.egressCluster(mesh, share.target()))
                .setWeight(share.weight()));
      }
    }
    return tcp(proxy(statPrefix, timeout).setWeightedClusters(weighted));
  }

  private static TcpProxy.Builder proxy(String statPrefix, Timeout timeout) {
    var proxy = TcpProxy.newBuilder().setStatPrefix(statPrefix);
    timeout.idle().ifPresent(idle -> proxy.setIdleTimeout(duration(idle)));
    return proxy;
  }

  private Filter tcp(TcpProxy.Builder proxy) {
    log.ifPresent(proxy::addAccessLog);
    return Filter.newBuilder()
        .setName("envoy.filters.network.tcp_proxy")
        .setTypedConfig(any(proxy.build()))
        .build();
  }
}
