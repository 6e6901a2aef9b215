package dev.pillion.xds.json;

import static dev.pillion.xds.json.Shape.choice;
import static dev.pillion.xds.json.Shape.list;
import static dev.pillion.xds.json.Shape.structure;
import static dev.pillion.xds.json.Shape.text;
import static dev.pillion.xds.json.Shape.union;
import static dev.pillion.xds.json.Shape.whole;

/// The shapes of virtual gateways and their routes.
final class GatewayShapes {
  private static final Shape PROTOCOL = choice("http", "http2", "grpc");
  private static final Shape SWITCH = choice("ENABLED", "DISABLED");

  static final Shape VIRTUAL_GATEWAY =
      structure()
          .must(
              "listeners",
              list(
                  structure()
                      .must(
                          "portMapping",
                          structure().must("port", CommonShapes.PORT).must("protocol", PROTOCOL))
                      .may("healthCheck", CommonShapes.healthCheck(PROTOCOL))
                      .may(
                          "connectionPool",
                          union()
                              .may("http", CommonShapes.HTTP_POOL)
                              .may("http2", CommonShapes.REQUEST_POOL)
                              .may("grpc", CommonShapes.REQUEST_POOL))
                      .may("tls", CommonShapes.LISTENER_TLS),
                  1,
                  Integer.MAX_VALUE))
          .may("backendDefaults", structure().may("clientPolicy", CommonShapes.CLIENT_POLICY))
          .may("logging", CommonShapes.LOGGING);

  private static final Shape HOST =
      structure().may("exact", text(1, 253)).may("suffix", text(1, 253));

  private static final Shape TARGET =
      structure()
          .must(
              "virtualService", structure().must("virtualServiceName", CommonShapes.RESOURCE_NAME))
          .may("port", CommonShapes.PORT);

  private static final Shape HOST_REWRITE = structure().may("defaultTargetHostname", SWITCH);

  private static final Shape HTTP_ROUTE =
      structure()
          .must(
              "match",
              structure()
                  .may("prefix", text())
                  .may("path", RouteShapes.PATH)
                  .may("hostname", HOST)
                  .may("method", RouteShapes.METHOD)
                  .may("headers", RouteShapes.VALUE_MATCHES)
                  .may("queryParameters", RouteShapes.QUERY_PARAMETERS)
                  .may("port", CommonShapes.PORT))
          .must(
              "action",
              structure()
                  .must("target", TARGET)
                  .may(
                      "rewrite",
                      structure()
                          .may("hostname", HOST_REWRITE)
                          .may(
                              "prefix",
                              structure().may("defaultPrefix", SWITCH).may("value", text(1, 255)))
                          .may("path", structure().may("exact", text(1, 255)))));

  private static final Shape GRPC_ROUTE =
      structure()
          .must(
              "match",
              structure()
                  .may("serviceName", text())
                  .may("hostname", HOST)
                  .may("metadata", RouteShapes.VALUE_MATCHES)
                  .may("port", CommonShapes.PORT))
          .must(
              "action",
              structure()
                  .must("target", TARGET)
                  .may("rewrite", structure().may("hostname", HOST_REWRITE)));

  static final Shape GATEWAY_ROUTE =
      structure()
          .may("priority", whole(0, 1000))
          .may("httpRoute", HTTP_ROUTE)
          .may("http2Route", HTTP_ROUTE)
          .may("grpcRoute", GRPC_ROUTE);

  private GatewayShapes() {}
}
