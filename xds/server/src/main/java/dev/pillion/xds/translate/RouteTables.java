package dev.pillion.xds.translate;

import static dev.pillion.xds.translate.Messages.any;
import static dev.pillion.xds.translate.Messages.seconds;
import static dev.pillion.xds.translate.Messages.uint32;

import dev.pillion.mesh.model.PortMapping;
import dev.pillion.xds.translate.Backend.Outcome;
import dev.pillion.xds.translate.Backend.Rule;
import dev.pillion.xds.translate.Backend.Share;
import io.envoyproxy.envoy.config.core.v3.DataSource;
import io.envoyproxy.envoy.config.route.v3.DirectResponseAction;
import io.envoyproxy.envoy.config.route.v3.RetryPolicy;
import io.envoyproxy.envoy.config.route.v3.RetryPolicy.RetryHostPredicate;
import io.envoyproxy.envoy.config.route.v3.Route;
import io.envoyproxy.envoy.config.route.v3.RouteAction;
import io.envoyproxy.envoy.config.route.v3.RouteConfiguration;
import io.envoyproxy.envoy.config.route.v3.RouteMatch;
import io.envoyproxy.envoy.config.route.v3.VirtualHost;
import io.envoyproxy.envoy.config.route.v3.WeightedCluster;
import io.envoyproxy.envoy.config.route.v3.WeightedCluster.ClusterWeight;
import io.envoyproxy.envoy.extensions.retry.host.previous_hosts.v3.PreviousHostsPredicate;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/// Which request goes to which cluster.
final class RouteTables {
  // App Mesh's default for a request, all its retries included.
  private static final int REQUEST_SECONDS = 15;
  private static final int NEVER = 0;
  private static final int UNAVAILABLE = 503;

  private RouteTables() {}

  /// All requests at one of the node's own ports, to the application.
  static RouteConfiguration ingress(String mesh, String node, PortMapping listener) {
    var action =
        RouteAction.newBuilder()
            .setCluster(Names.ingressCluster(mesh, node, listener))
            .setTimeout(seconds(REQUEST_SECONDS));
    var host =
        VirtualHost.newBuilder()
            .setName(node)
            .addDomains("*")
            .addRoutes(Route.newBuilder().setMatch(prefix("/")).setRoute(action));
    return table(Names.ingressRoutes(listener)).addVirtualHosts(host).build();
  }

  /// The virtual services at one port, by the requests' host. Other hosts get a 404, unless the
  /// mesh lets all egress pass.
  static RouteConfiguration egress(String mesh, EgressPort port, boolean allowAll) {
    var table = table(Names.egressRoutes(port.protocol(), port.port()));
    // Envoy refuses a table in which two hosts claim one domain; the first keeps it.
    var taken = new HashSet<String>();
    taken.add("*");
    for (Backend backend : port.backends()) {
      host(mesh, backend, taken).ifPresent(table::addVirtualHosts);
    }
    if (allowAll) {
      table.addVirtualHosts(allowAll(mesh));
    }
    return table.build();
  }

  private static RouteConfiguration.Builder table(String name) {
    return RouteConfiguration.newBuilder().setName(name);
  }

  private static Optional<VirtualHost> host(String mesh, Backend backend, Set<String> taken) {
    String service = backend.virtualService();
    var host = VirtualHost.newBuilder().setName(service);
    for (String domain : List.of(service, service + ":" + backend.listener().port())) {
      if (taken.add(domain.toLowerCase(Locale.ROOT))) {
        host.addDomains(domain);
      }
    }
    backend.rules().forEach(rule -> host.addRoutes(route(mesh, rule)));
    var built = host.build();
    // A host that breaks Envoy's rules would take the whole table down with it.
    return Constraints.violations(built).isEmpty() ? Optional.of(built) : Optional.empty();
  }

  private static Route route(String mesh, Rule rule) {
    var route = Route.newBuilder().setName(rule.name()).setMatch(prefix(rule.prefix()));
    return switch (rule.outcome()) {
      case Outcome.Forward(var shares) -> route.setRoute(forward(mesh, shares)).build();
      case Outcome.Unavailable(var reason) ->
          route
              .setDirectResponse(
                  DirectResponseAction.newBuilder()
                      .setStatus(UNAVAILABLE)
                      .setBody(DataSource.newBuilder().setInlineString(reason + "\n")))
              .build();
    };
  }

  private static RouteAction.Builder forward(String mesh, List<Share> shares) {
    var weighted = WeightedCluster.newBuilder();
    for (Share share : shares) {
      weighted.addClusters(
          ClusterWeight.newBuilder()
              .setName(Names.egressCluster(mesh, share.target()))
              .setWeight(uint32(share.weight())));
    }
    return RouteAction.newBuilder()
        .setWeightedClusters(weighted)
        .setTimeout(seconds(REQUEST_SECONDS))
        .setRetryPolicy(defaultRetries());
  }

  // What App Mesh has sent since July 2020 for a route that states no policy.
  private static RetryPolicy defaultRetries() {
    return RetryPolicy.newBuilder()
        .setRetryOn("unavailable,reset,connect-failure,refused-stream,retriable-status-codes")
        .setNumRetries(uint32(2))
        .addRetriableStatusCodes(UNAVAILABLE)
        .addRetryHostPredicate(
            RetryHostPredicate.newBuilder()
                .setName("envoy.retry_host_predicates.previous_hosts")
                .setTypedConfig(any(PreviousHostsPredicate.getDefaultInstance())))
        .setHostSelectionRetryMaxAttempts(5)
        .build();
  }

  private static VirtualHost allowAll(String mesh) {
    // No time limit: it is not the mesh's request.
    var action =
        RouteAction.newBuilder().setCluster(Names.allowAll(mesh)).setTimeout(seconds(NEVER));
    return VirtualHost.newBuilder()
        .setName("mesh_allow_all")
        .addDomains("*")
        .addRoutes(Route.newBuilder().setMatch(prefix("/")).setRoute(action))
        .build();
  }

  private static RouteMatch prefix(String prefix) {
    return RouteMatch.newBuilder().setPrefix(prefix).build();
  }
}
