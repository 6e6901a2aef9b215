package dev.pillion.inject.envoy;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.pillion.mesh.model.ProxyGroup;

/// The document an Envoy starts with: who it is and where its configuration comes from. Everything
/// else comes over xDS.
public final class Bootstrap {
  /// Where the task's directory is inside the Envoy container.
  public static final String DIRECTORY = "/run/pillion";

  /// Where the document is inside the Envoy container.
  public static final String FILE = DIRECTORY + "/bootstrap.json";

  /// The name of the socket that Envoy dials for its configuration.
  public static final String XDS_SOCKET = "xds.sock";

  /// The name of the socket on which Envoy takes admin requests.
  public static final String ADMIN_SOCKET = "admin.sock";

  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
  private static final String XDS_CLUSTER = "pillion_xds";
  private static final int OWNER_ONLY = 0600;
  // Far above what one task opens; without a limit Envoy warns at every start.
  private static final int MAX_CONNECTIONS = 50_000;
  // App Mesh's; larger regular expressions in routes are refused.
  private static final int MAX_REGEX_PROGRAM = 1_000;

  private Bootstrap() {}

  /// The document of one proxy, two-space JSON with a final newline.
  public static String of(ProxyIdentity identity) {
    var root = JSON.objectNode();
    root.set("node", node(identity));
    root.set("admin", admin());
    root.set("dynamic_resources", dynamicResources());
    root.putObject("static_resources").putArray("clusters").add(xdsCluster());
    root.set("layered_runtime", runtime());
    root.set("overload_manager", overload());
    root.putObject("stats_config").set("stats_tags", statsTags(identity.group()));
    return root.toPrettyString() + "\n";
  }

  private static ObjectNode node(ProxyIdentity identity) {
    var node = JSON.objectNode();
    node.put("id", identity.nodeId()).put("cluster", identity.group().toString());
    node.putObject("metadata")
        .put("mesh", identity.group().mesh())
        .put(metadataKey(identity.group()), identity.group().name())
        .put("ecs_task_arn", identity.taskArn())
        .put("ecs_task_definition_family", identity.family())
        .put("ecs_task_definition_revision", identity.revision())
        .put("ecs_cluster", identity.cluster());
    return node;
  }

  private static String metadataKey(ProxyGroup group) {
    return switch (group.kind()) {
      case VIRTUAL_NODE -> "virtual_node";
      case VIRTUAL_GATEWAY -> "virtual_gateway";
    };
  }

  private static ObjectNode admin() {
    var admin = JSON.objectNode();
    admin
        .putObject("address")
        .putObject("pipe")
        .put("path", DIRECTORY + "/" + ADMIN_SOCKET)
        .put("mode", OWNER_ONLY);
    return admin.put("ignore_global_conn_limit", true);
  }

  private static ObjectNode dynamicResources() {
    var resources = JSON.objectNode();
    var ads =
        resources
            .putObject("ads_config")
            .put("api_type", "DELTA_GRPC")
            .put("transport_api_version", "V3")
            .put("set_node_on_first_message_only", true);
    var grpc = ads.putArray("grpc_services").addObject().putObject("envoy_grpc");
    grpc.put("cluster_name", XDS_CLUSTER);
    // An agent that restarts is back within a second; so is the stream.
    grpc.putObject("retry_policy")
        .putObject("retry_back_off")
        .put("base_interval", "0.100s")
        .put("max_interval", "2s");
    resources.set("cds_config", overAds());
    resources.set("lds_config", overAds());
    return resources;
  }

  private static ObjectNode overAds() {
    // 0s: wait for the configuration however long it takes. With any other time Envoy calls itself
    // LIVE without a listener.
    var source = JSON.objectNode();
    source.put("resource_api_version", "V3").put("initial_fetch_timeout", "0s").putObject("ads");
    return source;
  }

  private static ObjectNode xdsCluster() {
    var cluster = JSON.objectNode();
    cluster.put("name", XDS_CLUSTER).put("type", "STATIC").put("connect_timeout", "1s");
    cluster
        .putObject("typed_extension_protocol_options")
        .putObject("envoy.extensions.upstreams.http.v3.HttpProtocolOptions")
        .put("@type", type("extensions.upstreams.http.v3.HttpProtocolOptions"))
        .putObject("explicit_http_config")
        .putObject("http2_protocol_options")
        .putObject("connection_keepalive")
        .put("interval", "30s")
        .put("timeout", "5s");
    var assignment = cluster.putObject("load_assignment").put("cluster_name", XDS_CLUSTER);
    assignment
        .putArray("endpoints")
        .addObject()
        .putArray("lb_endpoints")
        .addObject()
        .putObject("endpoint")
        .putObject("address")
        .putObject("pipe")
        .put("path", DIRECTORY + "/" + XDS_SOCKET);
    return cluster;
  }

  private static ObjectNode runtime() {
    var runtime = JSON.objectNode();
    var layers = runtime.putArray("layers");
    layers
        .addObject()
        .put("name", "static")
        .putObject("static_layer")
        .put("re2.max_program_size.error_level", MAX_REGEX_PROGRAM);
    layers.addObject().put("name", "admin").putObject("admin_layer");
    return runtime;
  }

  private static ObjectNode overload() {
    var overload = JSON.objectNode();
    overload
        .putArray("resource_monitors")
        .addObject()
        .put("name", "envoy.resource_monitors.global_downstream_max_connections")
        .putObject("typed_config")
        .put(
            "@type",
            type(
                "extensions.resource_monitors.downstream_connections.v3.DownstreamConnectionsConfig"))
        .put("max_active_downstream_connections", MAX_CONNECTIONS);
    return overload;
  }

  /// The tags that App Mesh's own image gives: the first two under `ENABLE_ENVOY_STATS_TAGS`, the
  /// others always. Dashboards group by them. Envoy searches a name for the expressions, so they
  /// need no `.*?` in front, as App Mesh's have: with it, Envoy's start took three times as long.
  private static ArrayNode statsTags(ProxyGroup group) {
    var tags = JSON.arrayNode();
    fixed(tags, "appmesh.mesh", group.mesh());
    fixed(tags, "appmesh." + metadataKey(group), group.name());
    regex(tags, "appmesh.listener_protocol", "\\.ingress\\.((\\w+?)\\.)[0-9]+?\\.(.+?)$");
    regex(tags, "appmesh.listener_port", "\\.ingress\\.\\w+?\\.(([0-9]+?)\\.)(.+?)$");
    regex(tags, "envoy_rds_route_config", "\\.ingress\\.\\w+?\\.[0-9]+?\\.rds\\.((.*?)\\.)(.+?)$");
    return tags;
  }

  private static void fixed(ArrayNode tags, String name, String value) {
    tags.addObject().put("tag_name", name).put("fixed_value", value);
  }

  private static void regex(ArrayNode tags, String name, String regex) {
    tags.addObject().put("tag_name", name).put("regex", regex);
  }

  private static String type(String name) {
    return "type.googleapis.com/envoy." + name;
  }
}
