package dev.pillion.xds.translate;

import static dev.pillion.xds.translate.Messages.uint32;

import dev.pillion.mesh.listener.Listener;
import dev.pillion.mesh.listener.Protocol;
import dev.pillion.mesh.listener.Timeout;
import dev.pillion.xds.translate.CalledService.Outcome;
import dev.pillion.xds.translate.CalledService.Rule;
import io.envoyproxy.envoy.config.core.v3.TrafficDirection;
import io.envoyproxy.envoy.config.listener.v3.Filter;
import io.envoyproxy.envoy.config.listener.v3.FilterChain;
import io.envoyproxy.envoy.config.listener.v3.FilterChainMatch;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/// A virtual node's two listeners, which the redirect rules lead to. Both learn the port that was
/// really called, and choose a chain by it.
record NodeListeners(String mesh, String node, AddressFamilies families, ConnectionManagers last) {
  private static final int HTTPS = 443;

  /// For calls from outside to the application: the chains of each port of the virtual node.
  io.envoyproxy.envoy.config.listener.v3.Listener ingress(
      Collection<Listener> listeners, IngressChains chains) {
    var made =
        Listeners.open(
                Names.INGRESS_LISTENER, Names.INGRESS_PORT, TrafficDirection.INBOUND, families)
            .addListenerFilters(Listeners.originalDestination());
    Listeners.inspectTls(made, listeners);
    for (Listener listener : listeners) {
      made.addAllFilterChains(chains.of(listener, ingress(listener, listeners.size() > 1)));
    }
    return made.build();
  }

  /// For calls of the application to others: one chain for each port of its backends, one for AWS's
  /// own endpoints, and, where the mesh lets all egress pass, one for everything else.
  io.envoyproxy.envoy.config.listener.v3.Listener egress(List<EgressPort> ports, boolean allowAll) {
    var made =
        Listeners.open(
                Names.EGRESS_LISTENER, Names.EGRESS_PORT, TrafficDirection.OUTBOUND, families)
            .addListenerFilters(Listeners.originalDestination());
    Listeners.inspectTls(made, List.of(HTTPS));
    for (EgressPort port : ports) {
      egress(port)
          .ifPresent(filter ->
              made.addFilterChains(
                  FilterChain.newBuilder()
                      .setName("egress_" + port.protocol().word() + "_" + port.port())
                      .setFilterChainMatch(at(port.port()))
                      .addFilters(filter)));
    }
    made.addFilterChains(
        FilterChain.newBuilder()
            .setName("egress_amazonaws")
            .setFilterChainMatch(at(HTTPS).addServerNames("*.amazonaws.com"))
            .addFilters(last.tcp("egress", Names.amazonAws(mesh), Timeout.DEFAULT)));
    if (allowAll) {
      made.setDefaultFilterChain(
          FilterChain.newBuilder()
              .setName("egress_mesh-allow-all")
              .addFilters(last.tcp("egress", Names.allowAll(mesh), Timeout.DEFAULT)));
    }
    return made.build();
  }

  private Filter ingress(Listener listener, boolean severalListeners) {
    String statPrefix = severalListeners ? Names.severalIngress(listener.portMapping()) : "ingress";
    return listener.protocol() == Protocol.TCP
        ? last.tcp(
            statPrefix,
            Names.ingressCluster(mesh, node, listener.portMapping()),
            listener.timeout())
        : last.http(statPrefix, Names.ingressRoutes(listener.portMapping()));
  }

  // Bytes that lead nowhere have no chain: their connections are closed.
  private Optional<Filter> egress(EgressPort port) {
    if (port.http()) {
      return Optional.of(last.http("egress", Names.egressRoutes(port.protocol(), port.port())));
    }
    return port.services().getFirst().rules().stream().findFirst().flatMap(this::bytes);
  }

  private Optional<Filter> bytes(Rule rule) {
    return switch (rule.outcome()) {
      case Outcome.Forward(var shares) ->
          Optional.of(last.tcp("egress", mesh, shares, rule.timeout()));
      case Outcome.Unavailable _ -> Optional.empty();
    };
  }

  private static FilterChainMatch.Builder at(int port) {
    return FilterChainMatch.newBuilder().setDestinationPort(uint32(port));
  }
}
