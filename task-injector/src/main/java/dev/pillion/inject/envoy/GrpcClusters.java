package dev.pillion.inject.envoy;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

/// The clusters of an Envoy's bootstrap document that speak gRPC.
public final class GrpcClusters {
  /// Where the configuration comes from.
  public static final String XDS = "pillion_xds";

  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

  private GrpcClusters() {}

  /// A server at a Unix socket.
  public static ObjectNode atSocket(String name, String path) {
    var address = JSON.objectNode();
    address.putObject("pipe").put("path", path);
    var cluster = JSON.objectNode();
    cluster.put("name", name).put("type", "STATIC");
    return spoken(cluster, address);
  }

  /// A server at a host name or an address. Every address of the name is one that may be dialled,
  /// so that the next try goes to another where one does not answer.
  public static ObjectNode at(String name, String host, int port) {
    var address = JSON.objectNode();
    address.putObject("socket_address").put("address", host).put("port_value", port);
    var cluster = JSON.objectNode();
    cluster.put("name", name).put("type", "STRICT_DNS");
    return spoken(cluster, address);
  }

  private static ObjectNode spoken(ObjectNode cluster, ObjectNode address) {
    cluster.put("connect_timeout", "1s");
    cluster
        .putObject("typed_extension_protocol_options")
        .putObject(Bootstrap.HTTP_OPTIONS)
        .put("@type", Bootstrap.type("extensions.upstreams.http.v3.HttpProtocolOptions"))
        .putObject("explicit_http_config")
        .putObject("http2_protocol_options")
        .putObject("connection_keepalive")
        .put("interval", "30s")
        .put("timeout", "5s");
    var assignment =
        cluster
            .putObject("load_assignment")
            .put("cluster_name", cluster.required("name").textValue());
    assignment
        .putArray("endpoints")
        .addObject()
        .putArray("lb_endpoints")
        .addObject()
        .putObject("endpoint")
        .set("address", address);
    return cluster;
  }
}
