package dev.pillion.delta;

import com.google.protobuf.Any;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import io.envoyproxy.envoy.config.cluster.v3.Cluster;
import io.envoyproxy.envoy.config.core.v3.TransportSocket;
import io.envoyproxy.envoy.config.listener.v3.FilterChain;
import io.envoyproxy.envoy.config.listener.v3.Listener;
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
public record Needs(Optional<String> endpoints, SortedSet<String> secrets) {
  private static final Needs NOTHING = new Needs(Optional.empty(), Collections.emptySortedSet());

  /// Copies the names.
  public Needs {
    secrets = Collections.unmodifiableSortedSet(new TreeSet<>(secrets));
  }

  /// What a message needs; nothing if it is neither a cluster nor a listener.
  static Needs of(Message message) {
    return switch (message) {
      case Cluster cluster -> new Needs(endpoints(cluster), secrets(sockets(cluster)));
      case Listener listener -> new Needs(Optional.empty(), secrets(sockets(listener)));
      default -> NOTHING;
    };
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
    return Stream.concat(
            listener.getFilterChainsList().stream(), Stream.of(listener.getDefaultFilterChain()))
        .map(FilterChain::getTransportSocket);
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

  // What cannot be read names nothing: Envoy itself refuses it.
  private static Optional<CommonTlsContext> context(Any socket) {
    try {
      if (socket.is(UpstreamTlsContext.class)) {
        return Optional.of(socket.unpack(UpstreamTlsContext.class).getCommonTlsContext());
      }
      return socket.is(DownstreamTlsContext.class)
          ? Optional.of(socket.unpack(DownstreamTlsContext.class).getCommonTlsContext())
          : Optional.empty();
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
