package dev.pillion.xds.translate;

import static dev.pillion.xds.translate.Messages.duration;
import static dev.pillion.xds.translate.Messages.seconds;
import static dev.pillion.xds.translate.Messages.uint32;

import dev.pillion.mesh.listener.Listener;
import dev.pillion.mesh.listener.Timeout;
import dev.pillion.xds.translate.CalledService.Outcome;
import dev.pillion.xds.translate.CalledService.Rule;
import dev.pillion.xds.translate.CalledService.Share;
import io.envoyproxy.envoy.config.core.v3.DataSource;
import io.envoyproxy.envoy.config.route.v3.DirectResponseAction;
import io.envoyproxy.envoy.config.route.v3.Route;
import io.envoyproxy.envoy.config.route.v3.RouteAction;
import io.envoyproxy.envoy.config.route.v3.RouteConfiguration;
import io.envoyproxy.envoy.config.route.v3.RouteMatch;
import io.envoyproxy.envoy.config.route.v3.VirtualHost;
import io.envoyproxy.envoy.config.route.v3.WeightedCluster;
import io.envoyproxy.envoy.config.route.v3.WeightedCluster.ClusterWeight;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/// Which request goes to which cluster.
record RouteTables(String mesh, Assembly made) {
  private static final int NEVER = 0;
  private static final int UNAVAILABLE = 503;

  /// All requests at one of the node's own ports, to the application.
  RouteConfiguration ingress(String node, Listener listener) {
    var action =
        timed(
            RouteAction.newBuilder()
                .setCluster(Names.ingressCluster(mesh, node, listener.portMapping())),
            listener.timeout());
    var host =
        VirtualHost.newBuilder()
            .setName(node)
            .addDomains("*")
            .addRoutes(Route.newBuilder().setMatch(RouteMatches.all()).setRoute(action));
    return table(Names.ingressRoutes(listener.portMapping())).addVirtualHosts(host).build();
  }

  /// The virtual services at one port, by the requests' host. Other hosts get a 404, unless the
  /// mesh lets all egress pass.
  RouteConfiguration egress(EgressPort port, boolean allowAll) {
    var table = table(Names.egressRoutes(port.protocol(), port.port()));
    // Envoy refuses a table in which two hosts claim one domain; the first keeps it.
    var taken = new HashSet<String>();
    taken.add("*");
    for (CalledService service : port.services()) {
      var host = host(service.virtualService(), service.listener().port(), taken);
      service.rules().forEach(rule -> route(rule, rule.match()).ifPresent(host::addRoutes));
      checked(host).ifPresent(table::addVirtualHosts);
    }
    if (allowAll) {
      table.addVirtualHosts(allowAll());
    }
    return table.build();
  }

  static RouteConfiguration.Builder table(String name) {
    return RouteConfiguration.newBuilder().setName(name);
  }

  /// A host by the virtual service's name, with its port and without.
  static VirtualHost.Builder host(String service, int port, Set<String> taken) {
    var host = VirtualHost.newBuilder().setName(service);
    for (String domain : List.of(service, service + ":" + port)) {
      if (taken.add(domain.toLowerCase(Locale.ROOT))) {
        host.addDomains(domain);
      }
    }
    return host;
  }

  /// A host that breaks Envoy's rules would take the whole table down with it.
  static Optional<VirtualHost> checked(VirtualHost.Builder host) {
    var built = host.build();
    return Constraints.violations(built).isEmpty() ? Optional.of(built) : Optional.empty();
  }

  /// A rule under that match; nothing where Envoy would refuse it.
  Optional<Route> route(Rule rule, RouteMatch match) {
    var route = Route.newBuilder().setName(rule.name()).setMatch(match);
    switch (rule.outcome()) {
      case Outcome.Forward(var shares) -> route.setRoute(forward(rule, shares));
      case Outcome.Unavailable(var reason) -> route.setDirectResponse(unavailable(rule, reason));
    }
    return checked(rule.name(), route);
  }

  /// A route that breaks Envoy's rules is left out, and told of.
  Optional<Route> checked(String name, Route.Builder route) {
    var built = route.build();
    var violations = Constraints.violations(built);
    if (violations.isEmpty()) {
      return Optional.of(built);
    }
    made.problem(
        "route %s: is left out, as Envoy would refuse it: %s; change the route"
            .formatted(name, String.join(", ", violations)));
    return Optional.empty();
  }

  private DirectResponseAction unavailable(Rule rule, String reason) {
    made.problem("route %s: answers 503: %s".formatted(rule.name(), reason));
    return DirectResponseAction.newBuilder()
        .setStatus(UNAVAILABLE)
        .setBody(DataSource.newBuilder().setInlineString(rule.name() + ": " + reason + "\n"))
        .build();
  }

  private RouteAction forward(Rule rule, List<Share> shares) {
    var weighted = WeightedCluster.newBuilder();
    for (Share share : shares) {
      weighted.addClusters(
          ClusterWeight.newBuilder()
              .setName(Names.egressCluster(mesh, share.target()))
              .setWeight(uint32(share.weight())));
    }
    return timed(RouteAction.newBuilder().setWeightedClusters(weighted), rule.timeout())
        .setRetryPolicy(RetryPolicies.of(rule.retries()))
        .build();
  }

  static RouteAction.Builder timed(RouteAction.Builder action, Timeout timeout) {
    action.setTimeout(duration(timeout.request()));
    timeout.idle().ifPresent(idle -> action.setIdleTimeout(duration(idle)));
    return action;
  }

  private VirtualHost allowAll() {
    // No time limit: it is not the mesh's request.
    var action =
        RouteAction.newBuilder().setCluster(Names.allowAll(mesh)).setTimeout(seconds(NEVER));
    return VirtualHost.newBuilder()
        .setName("mesh_allow_all")
        .addDomains("*")
        .addRoutes(Route.newBuilder().setMatch(RouteMatches.all()).setRoute(action))
        .build();
  }
}
