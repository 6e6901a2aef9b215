package dev.pillion.xds.translate;

import static dev.pillion.xds.translate.Messages.address;
import static dev.pillion.xds.translate.Messages.any;
import static dev.pillion.xds.translate.Messages.uint32;

import dev.pillion.mesh.model.PortMapping;
import dev.pillion.mesh.model.Protocol;
import dev.pillion.xds.translate.Backend.Outcome;
import io.envoyproxy.envoy.config.core.v3.TrafficDirection;
import io.envoyproxy.envoy.config.listener.v3.AdditionalAddress;
import io.envoyproxy.envoy.config.listener.v3.Filter;
import io.envoyproxy.envoy.config.listener.v3.FilterChain;
import io.envoyproxy.envoy.config.listener.v3.FilterChainMatch;
import io.envoyproxy.envoy.config.listener.v3.Listener;
import io.envoyproxy.envoy.config.listener.v3.ListenerFilter;
import io.envoyproxy.envoy.config.listener.v3.ListenerFilterChainMatchPredicate;
import io.envoyproxy.envoy.extensions.filters.listener.original_dst.v3.OriginalDst;
import io.envoyproxy.envoy.extensions.filters.listener.tls_inspector.v3.TlsInspector;
import io.envoyproxy.envoy.type.v3.Int32Range;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/// The two listeners that the redirect rules lead to. Both learn the port that was really called,
/// and choose a chain by it.
final class Listeners {
  private static final int HTTPS = 443;

  private Listeners() {}

  /// For calls from outside to the application: one chain for each port of the virtual node.
  static Listener ingress(
      String mesh, String node, Collection<PortMapping> ports, AddressFamilies families) {
    var listener =
        base(Names.INGRESS_LISTENER, Names.INGRESS_PORT, TrafficDirection.INBOUND, families);
    for (PortMapping port : ports) {
      listener.addFilterChains(
          FilterChain.newBuilder()
              .setName("ingress_" + port.protocol().word() + "_" + port.port())
              .setFilterChainMatch(at(port.port()))
              .addFilters(ingressFilter(mesh, node, port, ports.size() > 1)));
    }
    return listener.build();
  }

  /// For calls of the application to others: one chain for each port of its backends, one for AWS's
  /// own endpoints, and, where the mesh lets all egress pass, one for everything else.
  static Listener egress(
      String mesh, List<EgressPort> ports, boolean allowAll, AddressFamilies families) {
    var listener =
        base(Names.EGRESS_LISTENER, Names.EGRESS_PORT, TrafficDirection.OUTBOUND, families)
            .addListenerFilters(tlsInspector())
            .setContinueOnListenerFiltersTimeout(true);
    for (EgressPort port : ports) {
      egressFilter(mesh, port)
          .ifPresent(filter ->
              listener.addFilterChains(
                  FilterChain.newBuilder()
                      .setName("egress_" + port.protocol().word() + "_" + port.port())
                      .setFilterChainMatch(at(port.port()))
                      .addFilters(filter)));
    }
    listener.addFilterChains(
        FilterChain.newBuilder()
            .setName("egress_amazonaws")
            .setFilterChainMatch(at(HTTPS).addServerNames("*.amazonaws.com"))
            .addFilters(ConnectionManagers.tcp("egress", Names.amazonAws(mesh))));
    if (allowAll) {
      listener.setDefaultFilterChain(
          FilterChain.newBuilder()
              .setName("egress_mesh-allow-all")
              .addFilters(ConnectionManagers.tcp("egress", Names.allowAll(mesh))));
    }
    return listener.build();
  }

  private static Filter ingressFilter(
      String mesh, String node, PortMapping port, boolean severalListeners) {
    String statPrefix =
        severalListeners ? "ingress." + port.protocol().word() + "." + port.port() : "ingress";
    return port.protocol() == Protocol.TCP
        ? ConnectionManagers.tcp(statPrefix, Names.ingressCluster(mesh, node, port))
        : ConnectionManagers.http(statPrefix, Names.ingressRoutes(port));
  }

  private static Optional<Filter> egressFilter(String mesh, EgressPort port) {
    if (port.http()) {
      return Optional.of(
          ConnectionManagers.http("egress", Names.egressRoutes(port.protocol(), port.port())));
    }
    return switch (port.backends().getFirst().rules().getFirst().outcome()) {
      case Outcome.Forward(var shares) ->
          Optional.of(
              ConnectionManagers.tcp(
                  "egress", Names.egressCluster(mesh, shares.getFirst().target())));
      case Outcome.Unavailable _ -> Optional.empty();
    };
  }

  private static Listener.Builder base(
      String name, int port, TrafficDirection direction, AddressFamilies families) {
    var listener =
        Listener.newBuilder()
            .setName(name)
            .setAddress(address("0.0.0.0", port))
            .setTrafficDirection(direction)
            .addListenerFilters(
                ListenerFilter.newBuilder()
                    .setName("envoy.filters.listener.original_dst")
                    .setTypedConfig(any(OriginalDst.getDefaultInstance())));
    return switch (families) {
      case IPV4 -> listener;
      case BOTH ->
          listener.addAdditionalAddresses(
              AdditionalAddress.newBuilder().setAddress(address("::", port)));
    };
  }

  // Only where the server name matters: the inspector waits for the caller's first bytes, and in
  // some protocols (MySQL, SMTP) the server speaks first.
  private static ListenerFilter tlsInspector() {
    var https = Int32Range.newBuilder().setStart(HTTPS).setEnd(HTTPS + 1);
    return ListenerFilter.newBuilder()
        .setName("envoy.filters.listener.tls_inspector")
        .setTypedConfig(any(TlsInspector.getDefaultInstance()))
        .setFilterDisabled(
            ListenerFilterChainMatchPredicate.newBuilder()
                .setNotMatch(
                    ListenerFilterChainMatchPredicate.newBuilder().setDestinationPortRange(https)))
        .build();
  }

  private static FilterChainMatch.Builder at(int port) {
    return FilterChainMatch.newBuilder().setDestinationPort(uint32(port));
  }
}
