package dev.pillion.xds.translate;

import static dev.pillion.xds.translate.Messages.address;
import static dev.pillion.xds.translate.Messages.any;

import dev.pillion.mesh.tls.ListenerTls;
import io.envoyproxy.envoy.config.core.v3.TrafficDirection;
import io.envoyproxy.envoy.config.listener.v3.AdditionalAddress;
import io.envoyproxy.envoy.config.listener.v3.Listener;
import io.envoyproxy.envoy.config.listener.v3.ListenerFilter;
import io.envoyproxy.envoy.config.listener.v3.ListenerFilterChainMatchPredicate;
import io.envoyproxy.envoy.config.listener.v3.ListenerFilterChainMatchPredicate.MatchSet;
import io.envoyproxy.envoy.extensions.filters.listener.original_dst.v3.OriginalDst;
import io.envoyproxy.envoy.extensions.filters.listener.tls_inspector.v3.TlsInspector;
import io.envoyproxy.envoy.type.v3.Int32Range;
import java.util.Collection;
import java.util.List;

/// Listeners without their chains: where they bind, and what they find out of a connection before a
/// chain is chosen.
final class Listeners {
  private Listeners() {}

  /// One that binds both families, where the namespace has both.
  static Listener.Builder open(
      String name, int port, TrafficDirection direction, AddressFamilies families) {
    var listener = at(name, "0.0.0.0", port, direction);
    return switch (families) {
      case IPV4 -> listener;
      case BOTH ->
          listener.addAdditionalAddresses(
              AdditionalAddress.newBuilder().setAddress(address("::", port)));
    };
  }

  /// One at an address.
  static Listener.Builder at(String name, String host, int port, TrafficDirection direction) {
    return Listener.newBuilder()
        .setName(name)
        .setAddress(address(host, port))
        .setTrafficDirection(direction);
  }

  /// Finds the port that was really called, behind a rule that redirects.
  static ListenerFilter originalDestination() {
    return ListenerFilter.newBuilder()
        .setName("envoy.filters.listener.original_dst")
        .setTypedConfig(any(OriginalDst.getDefaultInstance()))
        .build();
  }

  /// Tells TLS from plain text at the ports of listeners that take TLS.
  static void inspectTls(
      Listener.Builder listener, Collection<dev.pillion.mesh.listener.Listener> stated) {
    var ports =
        stated.stream()
            .filter(each -> each.tls().filter(ListenerTls::offered).isPresent())
            .map(dev.pillion.mesh.listener.Listener::port)
            .toList();
    if (!ports.isEmpty()) {
      inspectTls(listener, ports);
    }
  }

  /// Only at the ports where it matters: the inspector waits for the caller's first bytes, and in
  /// some protocols (MySQL, SMTP) the server speaks first.
  static void inspectTls(Listener.Builder listener, List<Integer> ports) {
    listener
        .addListenerFilters(
            ListenerFilter.newBuilder()
                .setName("envoy.filters.listener.tls_inspector")
                .setTypedConfig(any(TlsInspector.getDefaultInstance()))
                .setFilterDisabled(
                    ListenerFilterChainMatchPredicate.newBuilder().setNotMatch(anyOf(ports))))
        .setContinueOnListenerFiltersTimeout(true);
  }

  private static ListenerFilterChainMatchPredicate anyOf(List<Integer> ports) {
    var predicates = ports.stream().map(Listeners::destination).toList();
    // A set has at least two rules.
    return predicates.size() == 1
        ? predicates.getFirst()
        : ListenerFilterChainMatchPredicate.newBuilder()
            .setOrMatch(MatchSet.newBuilder().addAllRules(predicates))
            .build();
  }

  private static ListenerFilterChainMatchPredicate destination(int port) {
    return ListenerFilterChainMatchPredicate.newBuilder()
        .setDestinationPortRange(Int32Range.newBuilder().setStart(port).setEnd(port + 1))
        .build();
  }
}
