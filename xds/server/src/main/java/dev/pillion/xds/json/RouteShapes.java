package dev.pillion.xds.json;

import static dev.pillion.xds.json.Shape.choice;
import static dev.pillion.xds.json.Shape.list;
import static dev.pillion.xds.json.Shape.structure;
import static dev.pillion.xds.json.Shape.text;
import static dev.pillion.xds.json.Shape.union;
import static dev.pillion.xds.json.Shape.whole;

/// The shapes of routes.
final class RouteShapes {
  private static final Shape VALUE_MATCH =
      union()
          .may("exact", text(1, 255))
          .may("prefix", text(1, 255))
          .may("suffix", text(1, 255))
          .may("regex", text(1, 255))
          .may(
              "range",
              structure()
                  .must("start", whole(Long.MIN_VALUE, Long.MAX_VALUE))
                  .must("end", whole(Long.MIN_VALUE, Long.MAX_VALUE)));

  static final Shape VALUE_MATCHES =
      list(
          structure()
              .must("name", text(1, 50))
              .may("invert", new Shape.Flag())
              .may("match", VALUE_MATCH),
          1,
          10);

  static final Shape PATH = structure().may("exact", text(1, 255)).may("regex", text(1, 255));

  static final Shape METHOD =
      choice("GET", "HEAD", "POST", "PUT", "DELETE", "CONNECT", "OPTIONS", "TRACE", "PATCH");

  static final Shape QUERY_PARAMETERS =
      list(structure().must("name", text()).may("match", structure().may("exact", text())), 1, 10);

  private static final Shape HTTP_MATCH =
      structure()
          .may("prefix", text())
          .may("path", PATH)
          .may("method", METHOD)
          .may("scheme", choice("http", "https"))
          .may("headers", VALUE_MATCHES)
          .may("queryParameters", QUERY_PARAMETERS)
          .may("port", CommonShapes.PORT);

  private static final Shape ACTION =
      structure()
          .must(
              "weightedTargets",
              list(
                  structure()
                      .must("virtualNode", CommonShapes.RESOURCE_NAME)
                      .must("weight", whole(0, 100))
                      .may("port", CommonShapes.PORT),
                  1,
                  10));

  private static final Shape TIMEOUT =
      structure().may("perRequest", CommonShapes.DURATION).may("idle", CommonShapes.DURATION);

  private static final Shape.Structure HTTP_RETRY =
      structure()
          .must("maxRetries", whole(0, Long.MAX_VALUE))
          .must("perRetryTimeout", CommonShapes.DURATION)
          .may("httpRetryEvents", list(text(1, 25), 1, 25))
          .may("tcpRetryEvents", list(choice("connection-error"), 1, 1));

  private static final Shape GRPC_RETRY =
      HTTP_RETRY.may(
          "grpcRetryEvents",
          list(
              choice(
                  "cancelled",
                  "deadline-exceeded",
                  "internal",
                  "resource-exhausted",
                  "unavailable"),
              1,
              5));

  private static final Shape HTTP_ROUTE =
      structure()
          .must("match", HTTP_MATCH)
          .must("action", ACTION)
          .may("retryPolicy", HTTP_RETRY)
          .may("timeout", TIMEOUT);

  private static final Shape GRPC_ROUTE =
      structure()
          .must(
              "match",
              structure()
                  .may("serviceName", text())
                  .may("methodName", text(1, 50))
                  .may("metadata", VALUE_MATCHES)
                  .may("port", CommonShapes.PORT))
          .must("action", ACTION)
          .may("retryPolicy", GRPC_RETRY)
          .may("timeout", TIMEOUT);

  private static final Shape TCP_ROUTE =
      structure()
          .may("match", structure().may("port", CommonShapes.PORT))
          .must("action", ACTION)
          .may("timeout", structure().may("idle", CommonShapes.DURATION));

  static final Shape ROUTE =
      structure()
          .may("priority", whole(0, 1000))
          .may("httpRoute", HTTP_ROUTE)
          .may("http2Route", HTTP_ROUTE)
          .may("grpcRoute", GRPC_ROUTE)
          .may("tcpRoute", TCP_ROUTE);

  private RouteShapes() {}
}
