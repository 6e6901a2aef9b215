package dev.pillion.xds.json;

import static dev.pillion.xds.json.Shape.choice;
import static dev.pillion.xds.json.Shape.list;
import static dev.pillion.xds.json.Shape.structure;
import static dev.pillion.xds.json.Shape.text;
import static dev.pillion.xds.json.Shape.union;
import static dev.pillion.xds.json.Shape.whole;

/// The specification of each kind of resource.
final class SpecShapes {
  private static final Shape MESH =
      structure()
          .may("egressFilter", structure().must("type", choice("ALLOW_ALL", "DROP_ALL")))
          .may("serviceDiscovery", structure().may("ipPreference", CommonShapes.IP_PREFERENCE));

  private static final Shape REQUEST_TIMEOUT =
      structure().may("perRequest", CommonShapes.DURATION).may("idle", CommonShapes.DURATION);

  private static final Shape LISTENER_TIMEOUT =
      union()
          .may("http", REQUEST_TIMEOUT)
          .may("http2", REQUEST_TIMEOUT)
          .may("grpc", REQUEST_TIMEOUT)
          .may("tcp", structure().may("idle", CommonShapes.DURATION));

  private static final Shape CONNECTION_POOL =
      union()
          .may("http", CommonShapes.HTTP_POOL)
          .may("http2", CommonShapes.REQUEST_POOL)
          .may("grpc", CommonShapes.REQUEST_POOL)
          .may("tcp", structure().must("maxConnections", CommonShapes.COUNT));

  private static final Shape OUTLIERS =
      structure()
          .must("maxServerErrors", whole(1, Long.MAX_VALUE))
          .must("interval", CommonShapes.DURATION)
          .must("baseEjectionDuration", CommonShapes.DURATION)
          .must("maxEjectionPercent", whole(0, 100));

  private static final Shape DNS =
      structure()
          .must("hostname", text())
          .may("responseType", choice("LOADBALANCER", "ENDPOINTS"))
          .may("ipPreference", CommonShapes.IP_PREFERENCE);

  private static final Shape CLOUD_MAP =
      structure()
          .must("namespaceName", text(1, 1024))
          .must("serviceName", text(1, 1024))
          .may(
              "attributes",
              list(
                  structure()
                      .must("key", text(1, 255, "^[a-zA-Z0-9!-~]+$"))
                      .must(
                          "value",
                          text(
                              1,
                              1024,
                              "^([a-zA-Z0-9!-~][ \\ta-zA-Z0-9!-~]*){0,1}[a-zA-Z0-9!-~]{0,1}$"))))
          .may("ipPreference", CommonShapes.IP_PREFERENCE);

  private static final Shape VIRTUAL_NODE =
      structure()
          .may(
              "listeners",
              list(
                  structure()
                      .must("portMapping", CommonShapes.PORT_MAPPING)
                      .may("healthCheck", CommonShapes.healthCheck(CommonShapes.PROTOCOL))
                      .may("timeout", LISTENER_TIMEOUT)
                      .may("connectionPool", CONNECTION_POOL)
                      .may("outlierDetection", OUTLIERS)
                      .may("tls", CommonShapes.LISTENER_TLS)))
          .may("serviceDiscovery", union().may("dns", DNS).may("awsCloudMap", CLOUD_MAP))
          .may(
              "backends",
              list(
                  union()
                      .may(
                          "virtualService",
                          structure()
                              .must("virtualServiceName", text(1, Integer.MAX_VALUE))
                              .may("clientPolicy", CommonShapes.CLIENT_POLICY))))
          .may("backendDefaults", structure().may("clientPolicy", CommonShapes.CLIENT_POLICY))
          .may("logging", CommonShapes.LOGGING);

  private static final Shape VIRTUAL_ROUTER =
      structure()
          .may("listeners", list(structure().must("portMapping", CommonShapes.PORT_MAPPING)));

  private static final Shape VIRTUAL_SERVICE =
      structure()
          .may(
              "provider",
              union()
                  .may(
                      "virtualNode",
                      structure().must("virtualNodeName", CommonShapes.RESOURCE_NAME))
                  .may(
                      "virtualRouter",
                      structure().must("virtualRouterName", CommonShapes.RESOURCE_NAME)));

  private SpecShapes() {}

  static Shape of(Kind kind) {
    return switch (kind) {
      case MESH -> MESH;
      case VIRTUAL_NODE -> VIRTUAL_NODE;
      case VIRTUAL_ROUTER -> VIRTUAL_ROUTER;
      case ROUTE -> RouteShapes.ROUTE;
      case VIRTUAL_SERVICE -> VIRTUAL_SERVICE;
      case VIRTUAL_GATEWAY -> GatewayShapes.VIRTUAL_GATEWAY;
      case GATEWAY_ROUTE -> GatewayShapes.GATEWAY_ROUTE;
    };
  }
}
