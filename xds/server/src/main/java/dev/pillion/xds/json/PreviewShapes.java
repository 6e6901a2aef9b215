package dev.pillion.xds.json;

import static dev.pillion.xds.json.Shape.choice;
import static dev.pillion.xds.json.Shape.list;
import static dev.pillion.xds.json.Shape.structure;
import static dev.pillion.xds.json.Shape.text;

/// The specifications of API version 2018-10-01, which knows three kinds of them.
final class PreviewShapes {
  private static final Shape PROTOCOL = choice("http", "tcp");

  private static final Shape VIRTUAL_NODE =
      structure()
          .may(
              "listeners",
              list(
                  structure()
                      .may(
                          "portMapping",
                          structure().may("port", CommonShapes.PORT).may("protocol", PROTOCOL))
                      .may("healthCheck", CommonShapes.healthCheck(PROTOCOL))))
          .may("serviceDiscovery", structure().may("dns", structure().may("serviceName", text())))
          .may("backends", list(text()));

  private static final Shape VIRTUAL_ROUTER = structure().may("serviceNames", list(text(), 0, 10));

  private static final Shape ROUTE =
      structure()
          .may(
              "httpRoute",
              structure()
                  .may("match", structure().may("prefix", text()))
                  .may(
                      "action",
                      structure()
                          .may(
                              "weightedTargets",
                              list(
                                  structure()
                                      .may("virtualNode", CommonShapes.RESOURCE_NAME)
                                      .may("weight", Shape.whole(0, 100))))));

  private PreviewShapes() {}

  /// An empty one for meshes, which have no specification.
  static Shape of(Kind kind) {
    return switch (kind) {
      case VIRTUAL_NODE -> VIRTUAL_NODE;
      case VIRTUAL_ROUTER -> VIRTUAL_ROUTER;
      case ROUTE -> ROUTE;
      case MESH, VIRTUAL_SERVICE, VIRTUAL_GATEWAY, GATEWAY_ROUTE -> structure();
    };
  }
}
