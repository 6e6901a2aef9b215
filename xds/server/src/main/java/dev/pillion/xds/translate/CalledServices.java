package dev.pillion.xds.translate;

import dev.pillion.mesh.listener.Listener;
import dev.pillion.mesh.listener.PortMapping;
import dev.pillion.mesh.listener.Protocol;
import dev.pillion.mesh.listener.Timeout;
import dev.pillion.mesh.model.RouteSpec;
import dev.pillion.mesh.model.VirtualServiceSpec;
import dev.pillion.mesh.route.WeightedTarget;
import dev.pillion.mesh.state.MeshState;
import dev.pillion.mesh.tls.CertificateFiles;
import dev.pillion.mesh.tls.ClientPolicy;
import dev.pillion.xds.translate.CalledService.Outcome;
import dev.pillion.xds.translate.CalledService.Rule;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map.Entry;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;

/// The virtual services that a caller calls, followed through providers, routers and routes to
/// their targets. A virtual service that is not there yet, or that nothing provides, gives nothing.
final class CalledServices {
  private final MeshState mesh;
  private final Targets targets;

  CalledServices(MeshState mesh, CertificateFiles files) {
    this.mesh = mesh;
    this.targets = new Targets(mesh, files);
  }

  /// Sorted by virtual service, then by port.
  List<CalledService> of(Caller caller) {
    var called = new ArrayList<CalledService>();
    caller.services().forEach((service, policy) -> called.addAll(of(service, policy)));
    return called;
  }

  private List<CalledService> of(String service, Optional<ClientPolicy> policy) {
    return Optional.ofNullable(mesh.virtualServices().get(service))
        .flatMap(VirtualServiceSpec::provider)
        .map(provider ->
            switch (provider) {
              case VirtualServiceSpec.Provider.Node(var node) -> byNode(service, node, policy);
              case VirtualServiceSpec.Provider.Router(var router) ->
                  byRouter(service, router, policy);
            })
        .orElse(List.of());
  }

  // No route gives it a time limit, so it has that of the listener that it calls.
  private List<CalledService> byNode(String service, String name, Optional<ClientPolicy> policy) {
    var node = mesh.virtualNodes().get(name);
    if (node == null) {
      return List.of();
    }
    var called = new ArrayList<CalledService>();
    for (Listener listener : node.listeners()) {
      var target = new WeightedTarget(name, 1, OptionalInt.of(listener.port()));
      var rule =
          new Rule(
              service,
              RouteMatches.all(),
              targets.outcome(List.of(target), policy),
              listener.timeout(),
              Optional.empty());
      called.add(new CalledService(service, listener.portMapping(), List.of(rule)));
    }
    return called;
  }

  private List<CalledService> byRouter(String service, String name, Optional<ClientPolicy> policy) {
    var router = mesh.virtualRouters().get(name);
    if (router == null) {
      return List.of();
    }
    var routes = mesh.routesOf(name).entrySet().stream().sorted(RouteOrder.ROUTES).toList();
    var listeners = router.listeners().isEmpty() ? derived(routes, policy) : router.listeners();
    return listeners.stream()
        .distinct()
        .sorted(Comparator.comparingInt(PortMapping::port))
        .map(listener -> at(service, name, listener, routes, policy))
        .toList();
  }

  // A router of the time before routers had listeners: it listens where its targets do.
  private List<PortMapping> derived(
      List<Entry<String, RouteSpec>> routes, Optional<ClientPolicy> policy) {
    var listeners = new TreeMap<Integer, PortMapping>();
    for (var route : routes) {
      if (targets.outcome(route.getValue().targets(), policy) instanceof Outcome.Forward(var all)) {
        all.forEach(share ->
            listeners.putIfAbsent(
                share.target().listener().port(), share.target().listener().portMapping()));
      }
    }
    return List.copyOf(listeners.values());
  }

  private CalledService at(
      String service,
      String router,
      PortMapping listener,
      List<Entry<String, RouteSpec>> routes,
      Optional<ClientPolicy> policy) {
    var rules = new ArrayList<Rule>();
    for (var route : routes) {
      var port = route.getValue().matchPort();
      if (port.isEmpty() || port.getAsInt() == listener.port()) {
        rule(router + "/" + route.getKey(), listener, route.getValue(), policy)
            .ifPresent(rules::add);
      }
    }
    return new CalledService(service, listener, rules);
  }

  // A route of requests does nothing where bytes are listened for, and the other way round.
  private Optional<Rule> rule(
      String name, PortMapping listener, RouteSpec route, Optional<ClientPolicy> policy) {
    boolean bytes = listener.protocol() == Protocol.TCP;
    return switch (route) {
      case RouteSpec.L7 requests when !bytes ->
          Optional.of(
              new Rule(
                  name,
                  RouteMatches.of(requests),
                  targets.outcome(requests.targets(), policy),
                  requests.timeout(),
                  requests.retries()));
      case RouteSpec.Tcp connections when bytes ->
          Optional.of(
              new Rule(
                  name,
                  RouteMatches.all(),
                  targets.outcome(connections.targets(), policy),
                  new Timeout(Optional.empty(), connections.timeout().idle()),
                  Optional.empty()));
      case RouteSpec.L7 _, RouteSpec.Tcp _ -> Optional.empty();
    };
  }
}
