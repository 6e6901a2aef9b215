package dev.pillion.delta;

import com.google.protobuf.Any;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import io.envoyproxy.envoy.config.cluster.v3.Cluster;
import io.envoyproxy.envoy.config.core.v3.TransportSocket;
import io.envoyproxy.envoy.config.listener.v3.Filter;
import io.envoyproxy.envoy.config.listener.v3.FilterChain;
import io.envoyproxy.envoy.config.listener.v3.Listener;
import io.envoyproxy.envoy.extensions.filters.network.http_connection_manager.v3.HttpConnectionManager;
import io.envoyproxy.envoy.extensions.transport_sockets.tls.v3.CommonTlsContext;
import io.envoyproxy.envoy.extensions.transport_sockets.tls.v3.DownstreamTlsContext;
import io.envoyproxy.envoy.extensions.transport_sockets.tls.v3.SdsSecretConfig;
import io.envoyproxy.envoy.extensions.transport_sockets.tls.v3.UpstreamTlsContext;
import java.util.Collections;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Stream;

/// What a resource waits for on this stream before Envoy takes it into use.
///
/// @param endpoints the name under which a cluster asks for its endpoints; none if it finds them
///   elsewhere
/// @param secrets the names of the certificates and authorities that come over this stream
/// @param routes the names under which a listener asks for its route tables
public record Needs(
    Optional<String> endpoints, SortedSet<String> secrets, SortedSet<String> routes) {
  private static final Needs NOTHING =
      new Needs(Optional.empty(), Collections.emptySortedSet(), Collections.emptySortedSet());

  /// Copies the names.
  public Needs {
    secrets = Collections.unmodifiableSortedSet(new TreeSet<>(secrets));
    routes = Collections.unmodifiableSortedSet(new TreeSet<>(routes));
  }

  /// What a message needs; nothing if it is neither a cluster nor a listener.
  static Needs of(Message message) {
    return switch (message) {
      case Cluster cluster ->
          new Needs(endpoints(cluster), secrets(sockets(cluster)), Collections.emptySortedSet());
      case Listener listener ->
          new Needs(Optional.empty(), secrets(sockets(listener)), routes(listener));
      default -> NOTHING;
    };
  }

  /// The same of a message on the wire.
  static Needs read(Any resource) throws InvalidProtocolBufferException {
    String url = resource.getTypeUrl();
    if (url.equals(XdsType.CDS.url())) {
      return of(Cluster.parseFrom(resource.getValue()));
    }
    return url.equals(XdsType.LDS.url()) ? of(Listener.parseFrom(resource.getValue())) : NOTHING;
  }

  private static Optional<String> endpoints(Cluster cluster) {
    if (cluster.getType() != Cluster.DiscoveryType.EDS) {
      return Optional.empty();
    }
    String service = cluster.getEdsClusterConfig().getServiceName();
    return Optional.of(service.isEmpty() ? cluster.getName() : service);
  }

  private static Stream<TransportSocket> sockets(Cluster cluster) {
    return Stream.concat(
        Stream.of(cluster.getTransportSocket()),
        cluster.getTransportSocketMatchesList().stream()
            .map(Cluster.TransportSocketMatch::getTransportSocket));
  }

  private static Stream<TransportSocket> sockets(Listener listener) {
    return chains(listener).map(FilterChain::getTransportSocket);
  }

  private static Stream<FilterChain> chains(Listener listener) {
    return Stream.concat(
        listener.getFilterChainsList().stream(), Stream.of(listener.getDefaultFilterChain()));
  }

  private static SortedSet<String> routes(Listener listener) {
    var names = new TreeSet<String>();
    chains(listener)
        .flatMap(chain -> chain.getFiltersList().stream())
        .map(Filter::getTypedConfig)
        .filter(config -> config.is(HttpConnectionManager.class))
        .forEach(config ->
            unpack(config, HttpConnectionManager.class)
                .filter(HttpConnectionManager::hasRds)
                .ifPresent(manager -> names.add(manager.getRds().getRouteConfigName())));
    return names;
  }

  private static SortedSet<String> secrets(Stream<TransportSocket> sockets) {
    var names = new TreeSet<String>();
    sockets
        .flatMap(socket -> context(socket.getTypedConfig()).stream())
        .flatMap(Needs::configs)
        .filter(config -> config.getSdsConfig().hasAds())
        .forEach(config -> names.add(config.getName()));
    return names;
  }

  private static Optional<CommonTlsContext> context(Any socket) {
    if (socket.is(UpstreamTlsContext.class)) {
      return unpack(socket, UpstreamTlsContext.class).map(UpstreamTlsContext::getCommonTlsContext);
    }
    return socket.is(DownstreamTlsContext.class)
        ? unpack(socket, DownstreamTlsContext.class).map(DownstreamTlsContext::getCommonTlsContext)
        : Optional.empty();
  }

  // What cannot be read names nothing: Envoy itself refuses it.
  private static <M extends Message> Optional<M> unpack(Any any, Class<M> type) {
    try {
      return Optional.of(any.unpack(type));
    } catch (InvalidProtocolBufferException _) {
      return Optional.empty();
    }
  }

  private static Stream<SdsSecretConfig> configs(CommonTlsContext context) {
    return Stream.concat(
        context.getTlsCertificateSdsSecretConfigsList().stream(),
        Stream.of(
            context.getValidationContextSdsSecretConfig(),
            context.getCombinedValidationContext().getValidationContextSdsSecretConfig()));
  }
}
