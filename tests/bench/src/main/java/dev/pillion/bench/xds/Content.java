package dev.pillion.bench.xds;

import dev.pillion.agent.v1.CloudMapInstances;
import dev.pillion.agent.v1.CloudMapName;
import dev.pillion.agent.v1.Instance;
import java.util.List;
import java.util.stream.IntStream;

/// What is served: a mesh of many virtual nodes, one of which, `front`, has backends that each lead
/// over a virtual router to a virtual node with two endpoints in Cloud Map.
///
/// @param nodes all virtual nodes together
/// @param backends of `front`
record Content(int nodes, int backends) {
  static final String MESH = "bench";
  private static final String NAMESPACE = "bench.local";
  private static final int PORT = 8080;

  Content {
    if (backends < 1 || nodes <= backends) {
      throw new IllegalArgumentException(
          "%d virtual nodes cannot hold front and %d backends".formatted(nodes, backends));
    }
  }

  /// Makes all of it.
  void create(MeshApi api) {
    api.put("", "{\"meshName\":\"%s\"}".formatted(MESH));
    for (int i = 0; i < nodes - 1; i++) {
      api.put(
          "/bench/virtualNodes",
          """
          {"virtualNodeName": "%s", "spec": {%s,
           "serviceDiscovery": {"awsCloudMap": {"namespaceName": "%s", "serviceName": "%s"}}}}
          """
              .formatted(node(i), listeners(), NAMESPACE, node(i)));
    }
    for (int i = 0; i < backends; i++) {
      api.put(
          "/bench/virtualRouters",
          "{\"virtualRouterName\": \"%s\", \"spec\": {%s}}".formatted(router(i), listeners()));
      api.put(
          "/bench/virtualRouter/%s/routes".formatted(router(i)),
          "{\"routeName\": \"all\", %s".formatted(route(i, "/").substring(1)));
      api.put(
          "/bench/virtualServices",
          """
          {"virtualServiceName": "%s",
           "spec": {"provider": {"virtualRouter": {"virtualRouterName": "%s"}}}}
          """
              .formatted(service(i), router(i)));
    }
    String all =
        String.join(
            ",",
            IntStream.range(0, backends)
                .mapToObj(i ->
                    "{\"virtualService\": {\"virtualServiceName\": \"%s\"}}".formatted(service(i)))
                .toList());
    api.put(
        "/bench/virtualNodes",
        """
        {"virtualNodeName": "front", "spec": {%s, "backends": [%s],
         "serviceDiscovery": {"dns": {"hostname": "front.bench.local"}}}}
        """
            .formatted(listeners(), all));
  }

  /// Changes a route so that its table has the marker in it.
  static void changeRoute(MeshApi api, int backend, String marker) {
    api.put(
        "/bench/virtualRouter/%s/routes/all".formatted(router(backend)),
        route(backend, "/" + marker));
  }

  /// The endpoints of every backend.
  List<CloudMapInstances> instances() {
    return IntStream.range(0, backends).mapToObj(i -> instances(i, List.of())).toList();
  }

  /// Those of one backend, and more.
  static CloudMapInstances instances(int backend, List<String> more) {
    var instances =
        CloudMapInstances.newBuilder()
            .setName(CloudMapName.newBuilder().setNamespace(NAMESPACE).setService(node(backend)));
    for (int i = 0; i < 2; i++) {
      instances.addInstances(instance("10.%d.%d.%d".formatted(i, backend / 250, backend % 250)));
    }
    more.forEach(address -> instances.addInstances(instance(address)));
    return instances.build();
  }

  private static Instance instance(String address) {
    return Instance.newBuilder().setId("i-" + address).setIpv4(address).setPort(PORT).build();
  }

  private static String route(int backend, String prefix) {
    return """
    {"spec": {"httpRoute": {"match": {"prefix": "%s"},
     "action": {"weightedTargets": [{"virtualNode": "%s", "weight": 1}]}}}}
    """
        .formatted(prefix, node(backend))
        .strip();
  }

  private static String listeners() {
    return "\"listeners\": [{\"portMapping\": {\"port\": %d, \"protocol\": \"http\"}}]"
        .formatted(PORT);
  }

  private static String node(int i) {
    return "node-" + i;
  }

  private static String router(int i) {
    return "router-" + i;
  }

  private static String service(int i) {
    return "service-%d.bench.local".formatted(i);
  }
}
