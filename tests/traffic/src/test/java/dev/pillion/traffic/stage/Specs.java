package dev.pillion.traffic.stage;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// App Mesh specs that many tests need, as JSON.
public final class Specs {
  private Specs() {}

  /// A virtual node with one listener, found by DNS, with the names of its backends.
  public static String node(String protocol, int port, String hostname, String... backends) {
    return "{listeners: [%s], serviceDiscovery: {dns: {hostname: '%s'}}, backends: [%s]}"
        .formatted(listener(protocol, port), hostname, backends(backends));
  }

  /// A listener with nothing but its port.
  public static String listener(String protocol, int port) {
    return "{portMapping: {port: %d, protocol: '%s'}}".formatted(port, protocol);
  }

  /// Backends with nothing but their names.
  public static String backends(String... names) {
    return Stream.of(names)
        .map("{virtualService: {virtualServiceName: '%s'}}"::formatted)
        .collect(Collectors.joining(", "));
  }

  /// A virtual node with one listener, found in Cloud Map by its service's name in `mesh.local`,
  /// and by an attribute.
  public static String inCloudMap(int port, String service, String key, String value) {
    return """
    {listeners: [%s], serviceDiscovery: {awsCloudMap: {namespaceName: 'mesh.local',
     serviceName: '%s', attributes: [{key: '%s', value: '%s'}]}}}
    """
        .formatted(listener("http", port), service, key, value);
  }

  /// A virtual router with one listener.
  public static String router(String protocol, int port) {
    return "{listeners: [%s]}".formatted(listener(protocol, port));
  }

  /// A virtual service that a virtual router provides.
  public static String byRouter(String router) {
    return "{provider: {virtualRouter: {virtualRouterName: '%s'}}}".formatted(router);
  }

  /// A virtual service that a virtual node provides.
  public static String byNode(String node) {
    return "{provider: {virtualNode: {virtualNodeName: '%s'}}}".formatted(node);
  }

  /// An HTTP route for a prefix, to targets as [#targets] has them.
  public static String prefix(String prefix, String targets) {
    return "{httpRoute: {match: {prefix: '%s'}, action: %s}}".formatted(prefix, targets);
  }

  /// A gateway's HTTP route for a prefix, to a virtual service.
  public static String gatewayRoute(String prefix, String service) {
    return """
    {httpRoute: {match: {prefix: '%s'},
     action: {target: {virtualService: {virtualServiceName: '%s'}}}}}
    """
        .formatted(prefix, service);
  }

  /// The action of a route: virtual nodes, each followed by its weight.
  public static String targets(Object... nodesAndWeights) {
    List<String> targets = new ArrayList<>();
    for (int i = 0; i < nodesAndWeights.length; i += 2) {
      targets.add(
          "{virtualNode: '%s', weight: %s}".formatted(nodesAndWeights[i], nodesAndWeights[i + 1]));
    }
    return "{weightedTargets: [%s]}".formatted(String.join(", ", targets));
  }
}
