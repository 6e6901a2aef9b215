package dev.pillion.bench.api;

import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

/// One mesh that is made, read and changed: only what moto has too, which is no virtual service and
/// no gateway. Routes are spread evenly over routers, 50 each, as many as App Mesh allowed.
///
/// @param reads how many of each kind of read
record Scenario(String mesh, int nodes, int routes, int reads) {
  private static final int ROUTES_EACH = 50;
  private static final int PAGE = 100;

  /// In their order.
  List<Step> steps() {
    var steps = new ArrayList<Step>();
    steps.add(new Step("mesh", List.of(put("", "{\"meshName\":\"%s\"}".formatted(mesh))), false));
    steps.add(measured("create virtual node", nodes, this::createNode));
    steps.add(new Step("create virtual router", calls(routers(), this::createRouter), false));
    steps.add(measured("create route", routes, this::createRoute));
    steps.add(measured("describe virtual node", reads, i -> Call.get(node(i % nodes))));
    steps.add(measured("describe route", reads, i -> Call.get(route(i % routes))));
    steps.add(measured("list routes of a router", reads, i -> Call.get(routesOf(i % routers()))));
    steps.add(
        measured(
            "list virtual nodes, first " + PAGE,
            reads,
            _ -> Call.get("/" + mesh + "/virtualNodes?limit=" + PAGE)));
    steps.add(measured("update virtual node", nodes, i -> new Call("PUT", node(i), spec(i, 81))));
    steps.add(measured("update route", nodes, i -> new Call("PUT", route(i), routeSpec(i, 2))));
    steps.add(measured("delete route", nodes, i -> new Call("DELETE", route(i), "")));
    return steps;
  }

  private int routers() {
    return Math.max(1, routes / ROUTES_EACH);
  }

  private Call createNode(int i) {
    return put(
        "/%s/virtualNodes".formatted(mesh), named("virtualNodeName", "node-" + i, spec(i, 80)));
  }

  private Call createRouter(int i) {
    return put(
        "/%s/virtualRouters".formatted(mesh),
        named("virtualRouterName", "router-" + i, "{\"spec\":{\"listeners\":[" + port(80) + "]}}"));
  }

  private Call createRoute(int i) {
    return put(routesOf(i % routers()), named("routeName", "route-" + i, routeSpec(i, 1)));
  }

  private String node(int i) {
    return "/%s/virtualNodes/node-%d".formatted(mesh, i);
  }

  private String routesOf(int router) {
    return "/%s/virtualRouter/router-%d/routes".formatted(mesh, router);
  }

  private String route(int i) {
    return "%s/route-%d".formatted(routesOf(i % routers()), i);
  }

  private static String spec(int i, int port) {
    return "{\"spec\":{\"listeners\":[%s],\"serviceDiscovery\":{\"dns\":{\"hostname\":\"node-%d.local\"}}}}"
        .formatted(port(port), i);
  }

  private static String port(int port) {
    return "{\"portMapping\":{\"port\":%d,\"protocol\":\"http\"}}".formatted(port);
  }

  private String routeSpec(int i, int weight) {
    return ("{\"spec\":{\"httpRoute\":{\"match\":{\"prefix\":\"/%d\"},\"action\":{\"weightedTargets\":["
            + "{\"virtualNode\":\"node-%d\",\"weight\":%d},{\"virtualNode\":\"node-%d\",\"weight\":1}]}}}}")
        .formatted(i, i % nodes, weight, (i + 1) % nodes);
  }

  private static String named(String member, String name, String body) {
    return "{\"%s\":\"%s\",%s".formatted(member, name, body.substring(1));
  }

  private static Call put(String path, String body) {
    return new Call("PUT", path, body);
  }

  private static Step measured(String name, int count, IntFunction<Call> call) {
    return new Step(name, calls(count, call), true);
  }

  private static List<Call> calls(int count, IntFunction<Call> call) {
    return IntStream.range(0, count).mapToObj(call).toList();
  }
}
