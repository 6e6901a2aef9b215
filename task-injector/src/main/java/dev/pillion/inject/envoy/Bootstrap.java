package dev.pillion.inject.envoy;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

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

  /// The name under which a cluster carries its HTTP options.
  public static final String HTTP_OPTIONS =
      "envoy.extensions.upstreams.http.v3.HttpProtocolOptions";

  /// App Mesh's name for a secret discovery service; what a mesh calls `sds` is asked for there.
  public static final String SDS_CLUSTER = "static_cluster_sds_unix_socket";

  /// Where its socket is inside the Envoy container, if `pillion.bind-mounts` brings one: the place
  /// where SPIRE's agent has its own.
  public static final String SDS_SOCKET = "/run/spire/sockets/agent.sock";

  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
  private static final int OWNER_ONLY = 0600;
  // Far above what one task opens; without a limit Envoy warns at every start.
  private static final int MAX_CONNECTIONS = 50_000;
  // App Mesh's; larger regular expressions in routes are refused.
  private static final int MAX_REGEX_PROGRAM = 1_000;
  // Wait for the configuration however long it takes. With any other time Envoy calls itself LIVE
  // without a listener.
  private static final String FOR_EVER = "0s";

  private Bootstrap() {}

  /// The document of one task's proxy, two-space JSON with a final newline.
  public static String of(ProxyIdentity identity) {
    var xds = GrpcClusters.atSocket(GrpcClusters.XDS, DIRECTORY + "/" + XDS_SOCKET);
    var root = document(node(identity), admin(), xds, FOR_EVER);
    root.withObject("/static_resources")
        .withArray("clusters")
        .add(GrpcClusters.atSocket(SDS_CLUSTER, SDS_SOCKET));
    var tags = new StatsTags().proxy(identity.group().mesh(), identity.group()).listener();
    root.putObject("stats_config").set("stats_tags", tags.json());
    return root.toPrettyString() + "\n";
  }

  /// What all documents say, to which the caller may add.
  ///
  /// @param xds the cluster of the xDS server, one of [GrpcClusters]
  /// @param initialFetch how long Envoy waits for its first configuration, such as `0s`
  public static ObjectNode document(
      ObjectNode node, ObjectNode admin, ObjectNode xds, String initialFetch) {
    var root = JSON.objectNode();
    root.set("node", node);
    root.set("admin", admin);
    root.set("dynamic_resources", dynamicResources(xds, initialFetch));
    root.putObject("static_resources").putArray("clusters").add(xds);
    root.set("layered_runtime", runtime());
    root.set("overload_manager", overload());
    return root;
  }

  private static ObjectNode node(ProxyIdentity identity) {
    var node = JSON.objectNode();
    node.put("id", identity.nodeId()).put("cluster", identity.group().toString());
    node.putObject("metadata")
        .put("mesh", identity.group().mesh())
        .put(StatsTags.word(identity.group()), identity.group().name())
        .put("ecs_task_arn", identity.taskArn())
        .put("ecs_task_definition_family", identity.family())
        .put("ecs_task_definition_revision", identity.revision())
        .put("ecs_cluster", identity.cluster());
    return node;
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

  private static ObjectNode dynamicResources(ObjectNode xds, String initialFetch) {
    var resources = JSON.objectNode();
    var ads =
        resources
            .putObject("ads_config")
            .put("api_type", "DELTA_GRPC")
            .put("transport_api_version", "V3")
            .put("set_node_on_first_message_only", true);
    var grpc = ads.putArray("grpc_services").addObject().putObject("envoy_grpc");
    grpc.put("cluster_name", xds.required("name").textValue());
    // An agent that restarts is back within a second; so is the stream.
    grpc.putObject("retry_policy")
        .putObject("retry_back_off")
        .put("base_interval", "0.100s")
        .put("max_interval", "2s");
    resources.set("cds_config", overAds(initialFetch));
    resources.set("lds_config", overAds(initialFetch));
    return resources;
  }

  private static ObjectNode overAds(String initialFetch) {
    var source = JSON.objectNode();
    source
        .put("resource_api_version", "V3")
        .put("initial_fetch_timeout", initialFetch)
        .putObject("ads");
    return source;
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

  /// The type URL of a message of Envoy's, such as `config.trace.v3.ZipkinConfig`.
  public static String type(String name) {
    return "type.googleapis.com/envoy." + name;
  }
}
