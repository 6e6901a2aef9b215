package dev.pillion.xds.translate;

import static dev.pillion.xds.translate.Messages.uint32;

import dev.pillion.mesh.listener.Listener;
import dev.pillion.mesh.model.GatewayRouteSpec;
import dev.pillion.mesh.model.VirtualGatewaySpec;
import dev.pillion.mesh.state.MeshState;
import io.envoyproxy.envoy.config.core.v3.TrafficDirection;
import io.envoyproxy.envoy.config.listener.v3.FilterChain;
import io.envoyproxy.envoy.config.listener.v3.FilterChainMatch;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// A virtual gateway. As with App Mesh each request goes through its Envoy twice: in at a listener,
/// where a gateway route finds the virtual service, and in again at the egress listener, where that
/// service's routes find the target. So the limits and the statistics of either pass are what they
/// were. Nothing redirects to it: it listens at its own ports, and at its egress on loopback only.
final class GatewayTranslation {
  private final MeshState mesh;
  private final String name;
  private final VirtualGatewaySpec gateway;
  private final Translator settings;
  private final Assembly made;
  private final ConnectionManagers last;

  GatewayTranslation(
      MeshState mesh, String name, VirtualGatewaySpec gateway, Translator settings, Assembly made) {
    this.mesh = mesh;
    this.name = name;
    this.gateway = gateway;
    this.settings = settings;
    this.made = made;
    this.last = new ConnectionManagers(AccessLogs.of(gateway.accessLog()));
  }

  void run() {
    var routes =
        mesh.gatewayRoutesOf(name).entrySet().stream().sorted(RouteOrder.GATEWAY_ROUTES).toList();
    var names = routes.stream().map(route -> route.getValue().virtualService()).toList();
    var services = new TreeMap<String, List<CalledService>>();
    names.forEach(service -> services.put(service, new ArrayList<>()));
    for (CalledService called :
        new CalledServices(mesh, settings.files()).of(Caller.of(gateway, names))) {
      services.computeIfAbsent(called.virtualService(), _ -> new ArrayList<>()).add(called);
      if (!called.bytes()) {
        made.addTargets(mesh.name(), called);
      }
    }
    routes.forEach(route -> unprovided(route.getKey(), route.getValue(), services));
    var tables = new GatewayTables(new RouteTables(mesh.name(), made), routes, services);
    for (Listener listener : distinct()) {
      ingress(listener, tables);
    }
    egress(tables);
  }

  private void unprovided(
      String route, GatewayRouteSpec spec, Map<String, List<CalledService>> services) {
    var called = services.getOrDefault(spec.virtualService(), List.of());
    if (called.stream().allMatch(CalledService::bytes)) {
      made.problem(
          "gateway route %s/%s: virtual service %s leads to no listener of http, http2 or grpc; give it a provider that has one"
              .formatted(name, route, spec.virtualService()));
    }
  }

  private void ingress(Listener listener, GatewayTables tables) {
    boolean several = gateway.listeners().size() > 1;
    String cluster = Names.selfRedirect(mesh.name(), name, listener.portMapping(), several);
    made.add(Clusters.selfRedirect(cluster, listener));
    made.add(tables.ingress(name, listener, cluster));
    var envoy =
        Listeners.open(
            Names.gatewayListener(listener.port()),
            listener.port(),
            TrafficDirection.INBOUND,
            settings.families());
    Listeners.inspectTls(envoy, List.of(listener));
    String statPrefix = several ? Names.severalIngress(listener.portMapping()) : "ingress";
    var chains =
        new IngressChains("virtual gateway " + name, settings.files(), made)
            .of(listener, last.http(statPrefix, Names.ingressRoutes(listener.portMapping())));
    made.add(envoy.addAllFilterChains(chains).build());
  }

  private void egress(GatewayTables tables) {
    made.add(tables.egress());
    made.add(
        Listeners.at(
                Names.EGRESS_LISTENER, "127.0.0.1", Names.EGRESS_PORT, TrafficDirection.OUTBOUND)
            .addFilterChains(
                FilterChain.newBuilder()
                    .setName("egress")
                    .setFilterChainMatch(
                        FilterChainMatch.newBuilder().setDestinationPort(uint32(Names.EGRESS_PORT)))
                    .addFilters(last.http("egress", Names.GATEWAY_EGRESS_ROUTES)))
            .build());
  }

  private Iterable<Listener> distinct() {
    var byPort = new TreeMap<Integer, Listener>();
    gateway.listeners().forEach(listener -> byPort.putIfAbsent(listener.port(), listener));
    return byPort.values();
  }
}
