package dev.pillion.xds.translate;

import static dev.pillion.xds.translate.Messages.any;

import com.google.protobuf.BoolValue;
import io.envoyproxy.envoy.config.listener.v3.Filter;
import io.envoyproxy.envoy.extensions.filters.http.router.v3.Router;
import io.envoyproxy.envoy.extensions.filters.network.http_connection_manager.v3.HttpConnectionManager;
import io.envoyproxy.envoy.extensions.filters.network.http_connection_manager.v3.HttpConnectionManager.PathWithEscapedSlashesAction;
import io.envoyproxy.envoy.extensions.filters.network.http_connection_manager.v3.HttpConnectionManager.UpgradeConfig;
import io.envoyproxy.envoy.extensions.filters.network.http_connection_manager.v3.HttpFilter;
import io.envoyproxy.envoy.extensions.filters.network.http_connection_manager.v3.Rds;
import io.envoyproxy.envoy.extensions.filters.network.tcp_proxy.v3.TcpProxy;

/// The last filter of a chain: HTTP by a route table, or bytes to a cluster.
final class ConnectionManagers {
  private ConnectionManagers() {}

  /// Reads HTTP of either version and routes it by a table that comes over the stream.
  static Filter http(String statPrefix, String routes) {
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
            .setNormalizePath(BoolValue.of(true))
            .setMergeSlashes(true)
            .setPathWithEscapedSlashesAction(PathWithEscapedSlashesAction.KEEP_UNCHANGED)
            .build();
    return Filter.newBuilder()
        .setName("envoy.filters.network.http_connection_manager")
        .setTypedConfig(any(manager))
        .build();
  }

  /// Passes bytes on, both ways.
  static Filter tcp(String statPrefix, String cluster) {
    var proxy = TcpProxy.newBuilder().setStatPrefix(statPrefix).setCluster(cluster).build();
    return Filter.newBuilder()
        .setName("envoy.filters.network.tcp_proxy")
        .setTypedConfig(any(proxy))
        .build();
  }
}
