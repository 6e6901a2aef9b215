package dev.pillion.delta;

import com.google.protobuf.Any;
import com.google.protobuf.Duration;
import com.google.protobuf.Message;
import com.google.protobuf.UnknownFieldSet;
import io.envoyproxy.envoy.config.cluster.v3.Cluster;
import io.envoyproxy.envoy.config.core.v3.AggregatedConfigSource;
import io.envoyproxy.envoy.config.core.v3.ConfigSource;
import io.envoyproxy.envoy.config.core.v3.TransportSocket;
import io.envoyproxy.envoy.config.endpoint.v3.ClusterLoadAssignment;
import io.envoyproxy.envoy.config.listener.v3.Filter;
import io.envoyproxy.envoy.config.listener.v3.FilterChain;
import io.envoyproxy.envoy.config.listener.v3.Listener;
import io.envoyproxy.envoy.config.route.v3.Route;
import io.envoyproxy.envoy.config.route.v3.RouteAction;
import io.envoyproxy.envoy.config.route.v3.RouteConfiguration;
import io.envoyproxy.envoy.config.route.v3.VirtualHost;
import io.envoyproxy.envoy.extensions.filters.network.http_connection_manager.v3.HttpConnectionManager;
import io.envoyproxy.envoy.extensions.filters.network.http_connection_manager.v3.Rds;
import io.envoyproxy.envoy.extensions.transport_sockets.tls.v3.CommonTlsContext;
import io.envoyproxy.envoy.extensions.transport_sockets.tls.v3.DownstreamTlsContext;
import io.envoyproxy.envoy.extensions.transport_sockets.tls.v3.SdsSecretConfig;
import io.envoyproxy.envoy.extensions.transport_sockets.tls.v3.Secret;
import io.envoyproxy.envoy.extensions.transport_sockets.tls.v3.UpstreamTlsContext;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// A mesh to be changed step by step, and the snapshot of it that streams are given.
final class TestMesh implements Supplier<Optional<Snapshot>> {
  private final Map<XdsType, SortedMap<String, VersionedResource>> resources =
      new EnumMap<>(XdsType.class);
  private long version;
  private @Nullable Snapshot published;

  @Override
  public Optional<Snapshot> get() {
    return Optional.ofNullable(published);
  }

  /// Makes the newest state the snapshot.
  TestMesh publish() {
    Snapshot last = published;
    var next = new Snapshot(++version, resources);
    published = last == null ? next : next.sharing(last);
    return this;
  }

  /// Takes the snapshot away, as a server does that does not know enough.
  TestMesh withdraw() {
    published = null;
    return this;
  }

  /// A cluster with endpoints of its own name; `seconds` tells its versions apart.
  TestMesh cluster(String name, int seconds) {
    return put(XdsType.CDS, name, edsCluster(name, seconds).build());
  }

  TestMesh clusterOfService(String name, String service, int seconds) {
    var cluster = edsCluster(name, seconds);
    cluster.getEdsClusterConfigBuilder().setServiceName(service);
    return put(XdsType.CDS, name, cluster.build());
  }

  TestMesh staticCluster(String name, int seconds) {
    var cluster = edsCluster(name, seconds).setType(Cluster.DiscoveryType.STATIC);
    return put(XdsType.CDS, name, cluster.build());
  }

  /// A cluster that shows its callees a certificate from this stream.
  TestMesh secureCluster(String name, String secret, int seconds) {
    var cluster = edsCluster(name, seconds);
    var context = UpstreamTlsContext.newBuilder().setCommonTlsContext(certificate(secret));
    cluster.setTransportSocket(socket(context.build()));
    return put(XdsType.CDS, name, cluster.build());
  }

  /// A certificate; `content` tells its versions apart.
  TestMesh secret(String name, String content) {
    var secret = Secret.newBuilder().setName(name);
    secret.getTlsCertificateBuilder().getCertificateChainBuilder().setInlineString(content);
    return put(XdsType.SDS, name, secret.build());
  }

  TestMesh endpoints(String cluster, int port) {
    var assignment = ClusterLoadAssignment.newBuilder().setClusterName(cluster);
    assignment
        .addEndpointsBuilder()
        .addLbEndpointsBuilder()
        .getEndpointBuilder()
        .getAddressBuilder()
        .getSocketAddressBuilder()
        .setAddress("127.0.0.1")
        .setPortValue(port);
    return put(XdsType.EDS, cluster, assignment.build());
  }

  /// A listener that takes its routes from a table; `bytes` tells its versions apart.
  TestMesh listener(String name, String table, int bytes) {
    return put(XdsType.LDS, name, listener(name, table, bytes, FilterChain.newBuilder()));
  }

  /// A listener that shows its callers a certificate from this stream.
  TestMesh secureListener(String name, String secret, String table, int bytes) {
    var context = DownstreamTlsContext.newBuilder().setCommonTlsContext(certificate(secret));
    var chain = FilterChain.newBuilder().setTransportSocket(socket(context.build()));
    return put(XdsType.LDS, name, listener(name, table, bytes, chain));
  }

  private static Listener listener(String name, String table, int bytes, FilterChain.Builder on) {
    var manager =
        HttpConnectionManager.newBuilder().setRds(Rds.newBuilder().setRouteConfigName(table));
    var filter = Filter.newBuilder().setTypedConfig(Any.pack(manager.build()));
    var listener = Listener.newBuilder().setName(name);
    listener.addFilterChains(on.addFilters(filter));
    listener.getPerConnectionBufferLimitBytesBuilder().setValue(bytes);
    return listener.build();
  }

  TestMesh routes(String table, String... clusters) {
    var host = VirtualHost.newBuilder().setName("all").addDomains("*");
    for (String cluster : clusters) {
      host.addRoutes(Route.newBuilder().setRoute(RouteAction.newBuilder().setCluster(cluster)));
    }
    var routes = RouteConfiguration.newBuilder().setName(table).addVirtualHosts(host);
    return put(XdsType.RDS, table, routes.build());
  }

  TestMesh without(XdsType type, String name) {
    all(type).remove(name);
    return this;
  }

  TestMesh without(XdsType type) {
    all(type).clear();
    return this;
  }

  /// The name and version of each resource of a type.
  SortedMap<String, String> versions(XdsType type) {
    var versions = new TreeMap<String, String>();
    all(type).forEach((name, resource) -> versions.put(name, resource.version()));
    return versions;
  }

  String version(XdsType type, String name) {
    return resource(type, name).version();
  }

  /// Gives a resource a version that no other state of it has.
  TestMesh replace(XdsType type, String name) {
    var field = UnknownFieldSet.Field.newBuilder().addVarint(++version).build();
    var unknown = UnknownFieldSet.newBuilder().addField(9999, field).build();
    Message old = Messages.parse(type, resource(type, name).wire().getResource().getValue());
    return put(type, name, old.toBuilder().setUnknownFields(unknown).build());
  }

  private VersionedResource resource(XdsType type, String name) {
    return Optional.ofNullable(all(type).get(name)).orElseThrow();
  }

  private TestMesh put(XdsType type, String name, Message message) {
    all(type).put(name, VersionedResource.of(name, message));
    return this;
  }

  private SortedMap<String, VersionedResource> all(XdsType type) {
    return resources.computeIfAbsent(type, _ -> new TreeMap<>());
  }

  private static Cluster.Builder edsCluster(String name, int seconds) {
    return Cluster.newBuilder()
        .setName(name)
        .setType(Cluster.DiscoveryType.EDS)
        .setConnectTimeout(Duration.newBuilder().setSeconds(seconds));
  }

  private static CommonTlsContext certificate(String secret) {
    var ads = ConfigSource.newBuilder().setAds(AggregatedConfigSource.getDefaultInstance());
    return CommonTlsContext.newBuilder()
        .addTlsCertificateSdsSecretConfigs(
            SdsSecretConfig.newBuilder().setName(secret).setSdsConfig(ads))
        .build();
  }

  private static TransportSocket socket(Message context) {
    return TransportSocket.newBuilder().setTypedConfig(Any.pack(context)).build();
  }
}
