package dev.pillion.xds.translate;

import static dev.pillion.xds.translate.Messages.address;
import static dev.pillion.xds.translate.Messages.any;
import static dev.pillion.xds.translate.Messages.duration;
import static dev.pillion.xds.translate.Messages.seconds;
import static dev.pillion.xds.translate.Messages.uint32;

import com.google.protobuf.UInt64Value;
import dev.pillion.mesh.listener.ConnectionPool;
import dev.pillion.mesh.listener.Listener;
import dev.pillion.mesh.listener.Protocol;
import dev.pillion.mesh.model.IpPreference;
import dev.pillion.mesh.model.ServiceDiscovery;
import dev.pillion.mesh.model.ServiceDiscovery.Response;
import io.envoyproxy.envoy.config.cluster.v3.CircuitBreakers;
import io.envoyproxy.envoy.config.cluster.v3.CircuitBreakers.Thresholds;
import io.envoyproxy.envoy.config.cluster.v3.Cluster;
import io.envoyproxy.envoy.config.cluster.v3.Cluster.CustomClusterType;
import io.envoyproxy.envoy.config.cluster.v3.Cluster.DiscoveryType;
import io.envoyproxy.envoy.config.cluster.v3.Cluster.EdsClusterConfig;
import io.envoyproxy.envoy.config.cluster.v3.Cluster.LbPolicy;
import io.envoyproxy.envoy.config.core.v3.DnsResolverOptions;
import io.envoyproxy.envoy.config.core.v3.Http1ProtocolOptions;
import io.envoyproxy.envoy.config.core.v3.Http2ProtocolOptions;
import io.envoyproxy.envoy.config.core.v3.TypedExtensionConfig;
import io.envoyproxy.envoy.config.endpoint.v3.ClusterLoadAssignment;
import io.envoyproxy.envoy.config.endpoint.v3.Endpoint;
import io.envoyproxy.envoy.config.endpoint.v3.LbEndpoint;
import io.envoyproxy.envoy.config.endpoint.v3.LocalityLbEndpoints;
import io.envoyproxy.envoy.extensions.clusters.common.dns.v3.DnsLookupFamily;
import io.envoyproxy.envoy.extensions.clusters.dns.v3.DnsCluster;
import io.envoyproxy.envoy.extensions.network.dns_resolver.cares.v3.CaresDnsResolverConfig;
import io.envoyproxy.envoy.extensions.upstreams.http.v3.HttpProtocolOptions;
import io.envoyproxy.envoy.extensions.upstreams.http.v3.HttpProtocolOptions.ExplicitHttpConfig;
import io.envoyproxy.envoy.extensions.upstreams.http.v3.HttpProtocolOptions.UseDownstreamHttpConfig;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Function;

/// Where connections go: the application behind the ingress, the targets of routes, and what the
/// egress filter lets pass.
final class Clusters {
  // App Mesh's, for "no limit"; Envoy's own default is 1024.
  private static final int NO_LIMIT = 2147483647;
  // App Mesh's.
  private static final int CONNECT_SECONDS = 1;
  private static final int SELF_CONNECT_MILLIS = 250;
  // A cluster takes its place when its name was looked up, found or not, and Envoy serves nothing
  // before that at its start. By default a resolver that does not answer takes it most of a minute.
  private static final int LOOKUP_SECONDS = 1;
  private static final int LOOKUP_TRIES = 2;
  private static final String HTTP_OPTIONS =
      "envoy.extensions.upstreams.http.v3.HttpProtocolOptions";

  private Clusters() {}

  /// The application's own listener. It has no health check: the first probe would come before the
  /// application is up, and refuse its first requests.
  static Cluster ingress(String mesh, String node, Listener listener, IpPreference preference) {
    String name = Names.ingressCluster(mesh, node, listener.portMapping());
    String loopback = preference.six() ? "::1" : "127.0.0.1";
    return protocol(base(name, listener.pool()), listener.protocol())
        .setType(DiscoveryType.STATIC)
        .setLoadAssignment(assignment(name, loopback, listener.port()))
        .build();
  }

  /// From one of a virtual gateway's listeners to its own egress, within the limits of the
  /// listener.
  static Cluster selfRedirect(String name, Listener listener) {
    return protocol(base(name, listener.pool()), listener.protocol())
        .setType(DiscoveryType.STATIC)
        .setConnectTimeout(duration(Duration.ofMillis(SELF_CONNECT_MILLIS)))
        .setLoadAssignment(assignment(name, "127.0.0.1", Names.EGRESS_PORT))
        .build();
  }

  /// One listener of a virtual node that others call.
  static Cluster egress(String mesh, Target target, TransportSockets sockets) {
    String name = Names.egressCluster(mesh, target);
    var cluster = protocol(base(name, Optional.empty()), target.listener().protocol());
    HealthChecks.add(cluster, target);
    target
        .tls()
        .map(tls -> sockets.upstream(target.listener().protocol(), tls))
        .ifPresent(cluster::setTransportSocket);
    return switch (target.discovery()) {
      case ServiceDiscovery.Dns(var hostname, var response, _) ->
          cluster
              .setClusterType(dns(response, target.preference()))
              .setLoadAssignment(assignment(name, hostname, target.listener().port()))
              .build();
      case ServiceDiscovery.CloudMap _ ->
          cluster
              .setType(DiscoveryType.EDS)
              .setEdsClusterConfig(EdsClusterConfig.newBuilder().setEdsConfig(Messages.SAME_STREAM))
              .setIgnoreHealthOnHostRemoval(true)
              .build();
    };
  }

  /// AWS's own endpoints, which every virtual node may reach.
  static Cluster amazonAws(String mesh) {
    return originalDestination(Names.amazonAws(mesh)).build();
  }

  /// Whatever the mesh does not model, in the protocol that the caller speaks.
  static Cluster allowAll(String mesh) {
    var options =
        HttpProtocolOptions.newBuilder()
            .setUseDownstreamProtocolConfig(
                UseDownstreamHttpConfig.newBuilder()
                    .setHttpProtocolOptions(Http1ProtocolOptions.getDefaultInstance())
                    .setHttp2ProtocolOptions(Http2ProtocolOptions.getDefaultInstance()))
            .build();
    return originalDestination(Names.allowAll(mesh))
        .putTypedExtensionProtocolOptions(HTTP_OPTIONS, any(options))
        .build();
  }

  private static Cluster.Builder originalDestination(String name) {
    return base(name, Optional.empty())
        .setType(DiscoveryType.ORIGINAL_DST)
        .setLbPolicy(LbPolicy.CLUSTER_PROVIDED);
  }

  private static Cluster.Builder base(String name, Optional<ConnectionPool> pool) {
    var limits =
        Thresholds.newBuilder()
            .setMaxConnections(uint32(limit(pool, ConnectionPool::maxConnections)))
            .setMaxPendingRequests(uint32(limit(pool, ConnectionPool::maxPendingRequests)))
            .setMaxRequests(uint32(limit(pool, ConnectionPool::maxRequests)))
            .setMaxRetries(uint32(NO_LIMIT));
    return Cluster.newBuilder()
        .setName(name)
        .setConnectTimeout(seconds(CONNECT_SECONDS))
        .setCircuitBreakers(CircuitBreakers.newBuilder().addThresholds(limits));
  }

  private static int limit(
      Optional<ConnectionPool> pool, Function<ConnectionPool, OptionalInt> which) {
    return pool.map(which).orElse(OptionalInt.empty()).orElse(NO_LIMIT);
  }

  private static Cluster.Builder protocol(Cluster.Builder cluster, Protocol protocol) {
    return switch (protocol) {
      // Envoy's default is HTTP/1.1.
      case HTTP, TCP -> cluster;
      case HTTP2, GRPC ->
          cluster.putTypedExtensionProtocolOptions(
              HTTP_OPTIONS,
              any(
                  HttpProtocolOptions.newBuilder()
                      .setExplicitHttpConfig(
                          ExplicitHttpConfig.newBuilder()
                              .setHttp2ProtocolOptions(Http2ProtocolOptions.getDefaultInstance()))
                      .build()));
    };
  }

  private static CustomClusterType dns(Response response, IpPreference preference) {
    // App Mesh made names absolute with a dot at their end. Without search domains a name is as
    // absolute, and is found in /etc/hosts too.
    var resolver =
        CaresDnsResolverConfig.newBuilder()
            .setDnsResolverOptions(DnsResolverOptions.newBuilder().setNoDefaultSearchDomain(true))
            .setQueryTimeoutSeconds(UInt64Value.of(LOOKUP_SECONDS))
            .setQueryTries(uint32(LOOKUP_TRIES))
            .build();
    var config =
        DnsCluster.newBuilder()
            .setDnsLookupFamily(family(preference))
            .setAllAddressesInSingleEndpoint(
                switch (response) {
                  case LOADBALANCER -> true;
                  case ENDPOINTS -> false;
                })
            .setTypedDnsResolverConfig(
                TypedExtensionConfig.newBuilder()
                    .setName("envoy.network.dns_resolver.cares")
                    .setTypedConfig(any(resolver)))
            .build();
    return CustomClusterType.newBuilder()
        .setName("envoy.clusters.dns")
        .setTypedConfig(any(config))
        .build();
  }

  // Envoy's automatic choice is IPv6, else IPv4.
  private static DnsLookupFamily family(IpPreference preference) {
    return switch (preference) {
      case UNSET, IPV6_PREFERRED -> DnsLookupFamily.AUTO;
      case IPV4_PREFERRED -> DnsLookupFamily.V4_PREFERRED;
      case IPV4_ONLY -> DnsLookupFamily.V4_ONLY;
      case IPV6_ONLY -> DnsLookupFamily.V6_ONLY;
    };
  }

  private static ClusterLoadAssignment assignment(String cluster, String host, int port) {
    var endpoint = Endpoint.newBuilder().setAddress(address(host, port));
    return ClusterLoadAssignment.newBuilder()
        .setClusterName(cluster)
        .addEndpoints(
            LocalityLbEndpoints.newBuilder()
                .addLbEndpoints(LbEndpoint.newBuilder().setEndpoint(endpoint)))
        .build();
  }
}
