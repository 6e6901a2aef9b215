package dev.pillion.xds.ads;

import com.google.protobuf.Any;
import com.google.protobuf.Duration;
import com.google.protobuf.Message;
import com.google.protobuf.UInt32Value;
import dev.pillion.delta.Snapshot;
import dev.pillion.delta.VersionedResource;
import dev.pillion.delta.XdsType;
import io.envoyproxy.envoy.config.cluster.v3.Cluster;
import io.envoyproxy.envoy.config.cluster.v3.OutlierDetection;
import io.envoyproxy.envoy.config.core.v3.Address;
import io.envoyproxy.envoy.config.core.v3.AggregatedConfigSource;
import io.envoyproxy.envoy.config.core.v3.ApiVersion;
import io.envoyproxy.envoy.config.core.v3.ConfigSource;
import io.envoyproxy.envoy.config.core.v3.SocketAddress;
import io.envoyproxy.envoy.config.core.v3.TransportSocket;
import io.envoyproxy.envoy.config.endpoint.v3.ClusterLoadAssignment;
import io.envoyproxy.envoy.config.listener.v3.Filter;
import io.envoyproxy.envoy.config.listener.v3.FilterChain;
import io.envoyproxy.envoy.config.listener.v3.Listener;
import io.envoyproxy.envoy.config.route.v3.Route;
import io.envoyproxy.envoy.config.route.v3.RouteAction;
import io.envoyproxy.envoy.config.route.v3.RouteConfiguration;
import io.envoyproxy.envoy.config.route.v3.RouteMatch;
import io.envoyproxy.envoy.config.route.v3.VirtualHost;
import io.envoyproxy.envoy.config.route.v3.WeightedCluster;
import io.envoyproxy.envoy.extensions.filters.http.router.v3.Router;
import io.envoyproxy.envoy.extensions.filters.network.http_connection_manager.v3.HttpConnectionManager;
import io.envoyproxy.envoy.extensions.filters.network.http_connection_manager.v3.HttpFilter;
import io.envoyproxy.envoy.extensions.filters.network.http_connection_manager.v3.Rds;
import io.envoyproxy.envoy.extensions.transport_sockets.tls.v3.CommonTlsContext;
import io.envoyproxy.envoy.extensions.transport_sockets.tls.v3.DownstreamTlsContext;
import io.envoyproxy.envoy.extensions.transport_sockets.tls.v3.SdsSecretConfig;
import io.envoyproxy.envoy.extensions.transport_sockets.tls.v3.Secret;
import io.envoyproxy.envoy.extensions.transport_sockets.tls.v3.UpstreamTlsContext;
import io.envoyproxy.envoy.type.matcher.v3.RegexMatcher;
import java.util.EnumMap;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/// The configuration of a whole Envoy, put together piece by piece.
final class EnvoyConfig {
  private final Map<XdsType, SortedMap<String, VersionedResource>> resources =
      new EnumMap<>(XdsType.class);

  Snapshot snapshot(long version) {
    return new Snapshot(version, resources);
  }

  /// A cluster with one endpoint, from EDS.
  EnvoyConfig cluster(String name, int connectSeconds, int port) {
    return add(XdsType.CDS, name, cluster(name, connectSeconds).build()).endpoint(name, port);
  }

  /// A cluster that Envoy's protobuf validation refuses, and with it all of its response.
  EnvoyConfig invalidCluster(String name) {
    var percent = UInt32Value.of(101);
    var bad = OutlierDetection.newBuilder().setMaxEjectionPercent(percent);
    return add(XdsType.CDS, name, cluster(name, 1).setOutlierDetection(bad).build());
  }

  EnvoyConfig endpoint(String cluster, int port) {
    var assignment = ClusterLoadAssignment.newBuilder().setClusterName(cluster);
    var endpoint = assignment.addEndpointsBuilder().addLbEndpointsBuilder().getEndpointBuilder();
    endpoint.setAddress(address(port));
    return add(XdsType.EDS, cluster, assignment.build());
  }

  EnvoyConfig listener(String name, int port, String table) {
    var plain = TransportSocket.getDefaultInstance();
    return add(XdsType.LDS, name, listener(name, port, table, plain).build());
  }

  private static Listener.Builder listener(
      String name, int port, String table, TransportSocket socket) {
    var manager =
        HttpConnectionManager.newBuilder()
            .setStatPrefix(name)
            .setRds(Rds.newBuilder().setRouteConfigName(table).setConfigSource(ads()))
            .addHttpFilters(
                HttpFilter.newBuilder()
                    .setName("envoy.filters.http.router")
                    .setTypedConfig(Any.pack(Router.getDefaultInstance())));
    var filter =
        Filter.newBuilder()
            .setName("envoy.filters.network.http_connection_manager")
            .setTypedConfig(Any.pack(manager.build()));
    var chain = FilterChain.newBuilder().addFilters(filter);
    if (!socket.getName().isEmpty()) {
      chain.setTransportSocket(socket);
    }
    return Listener.newBuilder().setName(name).setAddress(address(port)).addFilterChains(chain);
  }

  /// A listener that shows its callers a certificate from this stream.
  EnvoyConfig secureListener(String name, int port, String table, String secret) {
    var context = DownstreamTlsContext.newBuilder().setCommonTlsContext(certificate(secret));
    return add(XdsType.LDS, name, listener(name, port, table, socket(context.build())).build());
  }

  /// A cluster that shows its callees a certificate from this stream and believes any of theirs.
  EnvoyConfig secureCluster(String name, int connectSeconds, int port, String secret) {
    var context = UpstreamTlsContext.newBuilder().setCommonTlsContext(certificate(secret));
    var cluster = cluster(name, connectSeconds).setTransportSocket(socket(context.build()));
    return add(XdsType.CDS, name, cluster.build()).endpoint(name, port);
  }

  /// A certificate with its key, both in PEM.
  EnvoyConfig secret(String name, String certificate, String key) {
    var secret = Secret.newBuilder().setName(name);
    var pair = secret.getTlsCertificateBuilder();
    pair.getCertificateChainBuilder().setInlineString(certificate);
    pair.getPrivateKeyBuilder().setInlineString(key);
    return add(XdsType.SDS, name, secret.build());
  }

  /// All requests to these clusters, in equal parts.
  EnvoyConfig routes(String table, String... clusters) {
    var weighted = WeightedCluster.newBuilder();
    for (String cluster : clusters) {
      weighted.addClustersBuilder().setName(cluster).setWeight(UInt32Value.of(1));
    }
    return table(
        table,
        RouteMatch.newBuilder().setPrefix("/").build(),
        RouteAction.newBuilder().setWeightedClusters(weighted).build());
  }

  /// A route table that Envoy refuses for its regular expression.
  EnvoyConfig invalidRoutes(String table, String cluster) {
    return table(
        table,
        RouteMatch.newBuilder().setSafeRegex(RegexMatcher.newBuilder().setRegex("[a")).build(),
        RouteAction.newBuilder().setCluster(cluster).build());
  }

  private EnvoyConfig table(String name, RouteMatch match, RouteAction action) {
    var host = VirtualHost.newBuilder().setName("all").addDomains("*");
    host.addRoutes(Route.newBuilder().setMatch(match).setRoute(action));
    var table = RouteConfiguration.newBuilder().setName(name).addVirtualHosts(host);
    return add(XdsType.RDS, name, table.build());
  }

  private EnvoyConfig add(XdsType type, String name, Message message) {
    resources
        .computeIfAbsent(type, _ -> new TreeMap<>())
        .put(name, VersionedResource.of(name, message));
    return this;
  }

  private static Cluster.Builder cluster(String name, int connectSeconds) {
    return Cluster.newBuilder()
        .setName(name)
        .setType(Cluster.DiscoveryType.EDS)
        .setEdsClusterConfig(Cluster.EdsClusterConfig.newBuilder().setEdsConfig(ads()))
        .setConnectTimeout(seconds(connectSeconds));
  }

  private static CommonTlsContext certificate(String secret) {
    return CommonTlsContext.newBuilder()
        .addTlsCertificateSdsSecretConfigs(
            SdsSecretConfig.newBuilder().setName(secret).setSdsConfig(ads()))
        .build();
  }

  private static TransportSocket socket(Message context) {
    return TransportSocket.newBuilder()
        .setName("envoy.transport_sockets.tls")
        .setTypedConfig(Any.pack(context))
        .build();
  }

  private static ConfigSource ads() {
    return ConfigSource.newBuilder()
        .setResourceApiVersion(ApiVersion.V3)
        .setInitialFetchTimeout(seconds(15))
        .setAds(AggregatedConfigSource.getDefaultInstance())
        .build();
  }

  private static Duration seconds(int count) {
    return Duration.newBuilder().setSeconds(count).build();
  }

  private static Address address(int port) {
    var socket = SocketAddress.newBuilder().setAddress("127.0.0.1").setPortValue(port);
    return Address.newBuilder().setSocketAddress(socket).build();
  }
}
