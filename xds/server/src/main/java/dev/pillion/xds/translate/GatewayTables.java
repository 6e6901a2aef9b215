package dev.pillion.xds.translate;

import dev.pillion.mesh.listener.Listener;
import dev.pillion.mesh.listener.Timeout;
import dev.pillion.mesh.model.GatewayRouteSpec;
import dev.pillion.mesh.route.HostMatch;
import dev.pillion.xds.translate.CalledService.Rule;
import io.envoyproxy.envoy.config.route.v3.RouteAction;
import io.envoyproxy.envoy.config.route.v3.RouteConfiguration;
import io.envoyproxy.envoy.config.route.v3.RouteMatch;
import io.envoyproxy.envoy.config.route.v3.VirtualHost;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map.Entry;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/// A virtual gateway's two kinds of route table: from each of its listeners to itself, by its
/// gateway routes, and from itself to the targets, by the routes of its virtual services.
///
/// @param routes the gateway routes in their order
/// @param services what the virtual services of the gateway routes lead to, by name
record GatewayTables(
    RouteTables tables,
    List<Entry<String, GatewayRouteSpec>> routes,
    SortedMap<String, List<CalledService>> services) {
  private static final String ALL = "*";

  /// The gateway routes at one listener. Envoy chooses a host first and never looks into another:
  /// once a gateway route names a host, the requests to it are for such routes only, as with App
  /// Mesh.
  RouteConfiguration ingress(String gateway, Listener listener, String cluster) {
    var hosts = new TreeMap<String, VirtualHost.Builder>();
    for (var route : routes) {
      var port = route.getValue().matchPort();
      if (port.isPresent() && port.getAsInt() != listener.port()) {
        continue;
      }
      String name = gateway + "/" + route.getKey();
      var made = new GatewayRoutes(name, route.getValue(), action(route.getValue(), cluster));
      var valid =
          made.routes().stream().flatMap(each -> tables.checked(name, each).stream()).toList();
      for (String domain : domains(route.getValue().host())) {
        hosts.computeIfAbsent(domain, GatewayTables::host).addAllRoutes(valid);
      }
    }
    var table =
        RouteTables.table(Names.ingressRoutes(listener.portMapping()))
            .setIgnorePortInHostMatching(true);
    hosts.values().forEach(host -> RouteTables.checked(host).ifPresent(table::addVirtualHosts));
    return table.build();
  }

  /// The virtual services by their names, and by App Mesh's header where the host was to stay.
  RouteConfiguration egress() {
    var table = RouteTables.table(Names.GATEWAY_EGRESS_ROUTES);
    var taken = new HashSet<String>();
    taken.add(ALL);
    var byHeader = VirtualHost.newBuilder().setName("default_backend").addDomains(ALL);
    for (String service : services.keySet()) {
      List<Conditioned> rules = rules(service);
      var host = withoutHeaders(RouteTables.host(service, Names.EGRESS_PORT, taken));
      rules.forEach(rule -> tables.route(rule.rule(), rule.match()).ifPresent(host::addRoutes));
      RouteTables.checked(host).ifPresent(table::addVirtualHosts);
      if (keepsHost(service)) {
        var header = RouteMatches.exact(GatewayRoutes.SERVICE_HEADER, service);
        rules.forEach(rule ->
            tables
                .route(rule.rule(), rule.match().toBuilder().addHeaders(header).build())
                .ifPresent(byHeader::addRoutes));
      }
    }
    if (byHeader.getRoutesCount() > 0) {
      RouteTables.checked(withoutHeaders(byHeader)).ifPresent(table::addVirtualHosts);
    }
    return table.build();
  }

  private record Conditioned(Rule rule, RouteMatch match) {}

  // The ports that gateway routes name first, since a request for one of them carries a header.
  private List<Conditioned> rules(String service) {
    var wanted = new TreeSet<Integer>();
    routes.stream()
        .map(Entry::getValue)
        .filter(route -> route.virtualService().equals(service))
        .forEach(route -> route.targetPort().ifPresent(wanted::add));
    var rules = new ArrayList<Conditioned>();
    for (int port : wanted) {
      var header = RouteMatches.exact(GatewayRoutes.PORT_HEADER, "" + port);
      at(service, OptionalInt.of(port))
          .forEach(rule ->
              rules.add(
                  new Conditioned(rule, rule.match().toBuilder().addHeaders(header).build())));
    }
    at(service, OptionalInt.empty())
        .forEach(rule -> rules.add(new Conditioned(rule, rule.match())));
    return rules;
  }

  private List<Rule> at(String service, OptionalInt port) {
    return http(service)
        .filter(called -> port.isEmpty() || called.listener().port() == port.getAsInt())
        .findFirst()
        .map(CalledService::rules)
        .orElse(List.of());
  }

  private Stream<CalledService> http(String service) {
    return services.getOrDefault(service, List.of()).stream().filter(called -> !called.bytes());
  }

  private boolean keepsHost(String service) {
    return routes.stream()
        .map(Entry::getValue)
        .anyMatch(route -> route.virtualService().equals(service) && !route.rewrite().host());
  }

  // A virtual gateway has no time limits of its own: the longest of what it may lead to.
  private RouteAction action(GatewayRouteSpec route, String cluster) {
    var timeouts =
        at(route.virtualService(), route.targetPort()).stream().map(Rule::timeout).toList();
    var longest =
        new Timeout(
            longest(timeouts.stream().map(timeout -> Optional.of(timeout.request()))),
            longest(timeouts.stream().map(Timeout::idle)));
    return RouteTables.timed(RouteAction.newBuilder().setCluster(cluster), longest).build();
  }

  // To Envoy, zero is for ever.
  private static Optional<Duration> longest(Stream<Optional<Duration>> durations) {
    var all = durations.flatMap(Optional::stream).toList();
    return all.contains(Duration.ZERO)
        ? Optional.of(Duration.ZERO)
        : all.stream().max(Duration::compareTo);
  }

  private static List<String> domains(Optional<HostMatch> host) {
    if (host.isEmpty()) {
      return List.of(ALL);
    }
    return switch (host.get()) {
      case HostMatch.Exact(var name) -> List.of(name.toLowerCase(Locale.ROOT));
      case HostMatch.Suffix(var suffix) -> {
        String ending = suffix.toLowerCase(Locale.ROOT);
        // A wildcard stands for at least one character.
        yield ending.startsWith(".") ? List.of(ALL + ending) : List.of(ending, ALL + ending);
      }
    };
  }

  private static VirtualHost.Builder host(String domain) {
    String name = domain.equals(ALL) ? "self_redirect" : "self_redirect " + domain;
    return VirtualHost.newBuilder().setName(name).addDomains(domain);
  }

  // They are the gateway's own business, and no application's.
  private static VirtualHost.Builder withoutHeaders(VirtualHost.Builder host) {
    return host.addRequestHeadersToRemove(GatewayRoutes.SERVICE_HEADER)
        .addRequestHeadersToRemove(GatewayRoutes.PORT_HEADER);
  }
}
