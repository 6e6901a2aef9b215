package dev.pillion.envoy.settings;

/// The environment variables of the image, in the order of docs/drop-in-image.md, whose table is
/// written from them.
public enum Variable {
  RESOURCE_ARN(
      "APPMESH_RESOURCE_ARN",
      Use.HONOURED,
      "must be given",
      "The virtual node or virtual gateway: an ARN, or `mesh/<mesh>[@<owner>]/virtualNode/<name>`,"
          + " or the same with `virtualGateway`. It is Envoy's node id, byte for byte."),
  RESOURCE_NAME(
      "APPMESH_RESOURCE_NAME", Use.HONOURED, "", "Read where `APPMESH_RESOURCE_ARN` is not set."),
  VIRTUAL_NODE_NAME(
      "APPMESH_VIRTUAL_NODE_NAME", Use.HONOURED, "", "Read where neither of the two above is set."),
  RESOURCE_CLUSTER(
      "APPMESH_RESOURCE_CLUSTER",
      Use.HONOURED,
      "the node id",
      "Envoy's own name in statistics and traces (`node.cluster`)."),
  VIRTUAL_NODE_CLUSTER(
      "APPMESH_VIRTUAL_NODE_CLUSTER",
      Use.HONOURED,
      "",
      "Read where `APPMESH_RESOURCE_CLUSTER` is not set."),
  XDS_ENDPOINT(
      "APPMESH_XDS_ENDPOINT",
      Use.HONOURED,
      "must be given",
      "The server's xds address: `host:port`, dialled by TLS, or `unix:///path`, dialled plain. App"
          + " Mesh's own endpoint, its default, is gone."),
  XDS_CA(
      "PILLION_XDS_CA",
      Use.OURS,
      "`/etc/pki/tls/cert.pem` if it is there, else the image's authorities",
      "Certificates that the server's must lead to: a path, or PEM itself."),
  XDS_CERT(
      "PILLION_XDS_CERT",
      Use.OURS,
      "",
      "The client certificate that is shown to the server, with those that lead to its root: a"
          + " path, or PEM itself. Files are followed as they change."),
  XDS_KEY("PILLION_XDS_KEY", Use.OURS, "", "Its key: a path, or PEM itself."),
  XDS_TOKEN(
      "PILLION_XDS_TOKEN",
      Use.OURS,
      "",
      "A token that is sent with each stream, as `authorization: Bearer …`."),
  XDS_TOKEN_FILE(
      "PILLION_XDS_TOKEN_FILE",
      Use.OURS,
      "",
      "A file with the token, in the place of `PILLION_XDS_TOKEN`. It is followed as it changes."),
  XDS_SERVER_NAME(
      "PILLION_XDS_SERVER_NAME",
      Use.OURS,
      "the endpoint's host",
      "The name that the server's certificate must be for."),
  ALLOW_PLAIN(
      "PILLION_ALLOW_PLAIN",
      Use.OURS,
      "",
      "`xds` dials `host:port` plain, for a server that runs with `--allow-plain xds`."),
  ENVOY("PILLION_ENVOY", Use.OURS, "`/usr/local/bin/envoy`", "The Envoy that is started."),
  SIGNING_NAME("APPMESH_SIGNING_NAME", Use.UNUSED, "", Reason.SIGNER),
  REGION("AWS_REGION", Use.UNUSED, "", Reason.SIGNER),
  PREVIEW("APPMESH_PREVIEW", Use.UNUSED, "", Reason.ENDPOINT),
  DUALSTACK("APPMESH_DUALSTACK_ENDPOINT", Use.UNUSED, "", Reason.ENDPOINT),
  FIPS("APPMESH_FIPS_ENDPOINT", Use.UNUSED, "", Reason.ENDPOINT),
  CREDENTIALS_CLIENT(
      "ENVOY_USE_HTTP_CLIENT_TO_FETCH_AWS_CREDENTIALS", Use.UNUSED, "", Reason.SIGNER),
  CONFIG_FILE(
      "ENVOY_CONFIG_FILE",
      Use.HONOURED,
      "",
      "A whole bootstrap document. Envoy starts with it as it is, and nothing is made or merged."),
  RESOURCES_FILE(
      "ENVOY_RESOURCES_CONFIG_FILE",
      Use.HONOURED,
      "",
      "YAML or JSON that is merged into the document: listeners, clusters and secrets of"
          + " `static_resources` and `stats_sinks` are appended; all else takes the place of what"
          + " is there, with a warning. An empty file is left out, with a warning."),
  TRACING_FILE(
      "ENVOY_TRACING_CFG_FILE",
      Use.HONOURED,
      "",
      "The same, with `tracing`; the switches for tracing below then do nothing. A second"
          + " `tracing`, or an empty file, is refused."),
  STATS_FILE(
      "ENVOY_STATS_CONFIG_FILE",
      Use.HONOURED,
      "",
      "The same, with `stats_config`; the image's own tags are then left out."),
  SINKS_FILE(
      "ENVOY_STATS_SINKS_CFG_FILE",
      Use.HONOURED,
      "",
      "The same, with `stats_sinks`; `ENABLE_ENVOY_DOG_STATSD` then does nothing."),
  LOG_LEVEL(
      "ENVOY_LOG_LEVEL",
      Use.HONOURED,
      "`info`",
      "`trace`, `debug`, `info`, `warning` (`warn`), `error`, `critical` or `off`. With any other"
          + " word a warning, and `info`."),
  INITIAL_FETCH_TIMEOUT(
      "ENVOY_INITIAL_FETCH_TIMEOUT",
      Use.HONOURED,
      "`0`",
      "Seconds that Envoy waits for its first listeners and clusters; 0 is for ever."),
  CONCURRENCY("ENVOY_CONCURRENCY", Use.HONOURED, "one a CPU", "Envoy's worker threads."),
  ADMIN_PORT(
      "ENVOY_ADMIN_ACCESS_PORT", Use.HONOURED, "`9901`", "The port of Envoy's admin interface."),
  ADMIN_LOG(
      "ENVOY_ADMIN_ACCESS_LOG_FILE",
      Use.HONOURED,
      "`/tmp/envoy_admin_access.log`",
      "Where requests to the admin interface are logged."),
  ADMIN_IPV6(
      "ENVOY_ADMIN_ACCESS_ENABLE_IPV6",
      Use.HONOURED,
      "`false`",
      "The admin interface listens on `::` (and so on IPv4 too) instead of `0.0.0.0`."),
  ADMIN_MODE(
      "ENVOY_ADMIN_MODE",
      Use.HONOURED,
      "`tcp`",
      "`uds` has the admin interface listen on `/tmp/envoy_admin.sock`, mode 0600, alone."),
  OUTLIER_LOG(
      "ENVOY_OUTLIER_DETECTION_EVENT_LOG_PATH",
      Use.HONOURED,
      "`/dev/stdout`",
      "Where ejections of endpoints are logged."),
  XRAY("ENABLE_ENVOY_XRAY_TRACING", Use.HONOURED, "`0`", "Traces to an X-Ray daemon."),
  XRAY_PORT("XRAY_DAEMON_PORT", Use.HONOURED, "`2000`", "Its UDP port."),
  XRAY_ADDRESS(
      "AWS_XRAY_DAEMON_ADDRESS",
      Use.HONOURED,
      "`127.0.0.1`",
      "Its IP address, with or without a port, which goes before `XRAY_DAEMON_PORT`; or the SDKs'"
          + " form `tcp:address:port udp:address:port`, of which the second counts. No host name."),
  XRAY_RATE(
      "XRAY_SAMPLING_RATE",
      Use.HONOURED,
      "`0.05`",
      "The part of requests that is traced, beyond one a second, from 0 to 1; two decimals count."),
  XRAY_RULES(
      "XRAY_SAMPLING_RULE_MANIFEST",
      Use.HONOURED,
      "",
      "A file of sampling rules, version 2; it goes before `XRAY_SAMPLING_RATE`."),
  XRAY_SEGMENT("XRAY_SEGMENT_NAME", Use.HONOURED, "`<mesh>/<name>`", "The segments' name."),
  DATADOG("ENABLE_ENVOY_DATADOG_TRACING", Use.HONOURED, "`0`", "Traces to a Datadog agent."),
  DATADOG_ADDRESS("DATADOG_TRACER_ADDRESS", Use.HONOURED, "`127.0.0.1`", "Its address or name."),
  DATADOG_PORT("DATADOG_TRACER_PORT", Use.HONOURED, "`8126`", "Its port."),
  DATADOG_SERVICE(
      "DD_SERVICE", Use.HONOURED, "`envoy-<mesh>/<name>`", "The service's name in traces."),
  JAEGER(
      "ENABLE_ENVOY_JAEGER_TRACING",
      Use.HONOURED,
      "`0`",
      "Traces to a collector that speaks Zipkin's protocol. Only one of the three may be on."),
  JAEGER_ADDRESS("JAEGER_TRACER_ADDRESS", Use.HONOURED, "`127.0.0.1`", "Its address or name."),
  JAEGER_PORT("JAEGER_TRACER_PORT", Use.HONOURED, "`9411`", "Its port."),
  JAEGER_VERSION("JAEGER_TRACER_VERSION", Use.HONOURED, "`PROTO`", "`PROTO` or `JSON`."),
  DOG_STATSD("ENABLE_ENVOY_DOG_STATSD", Use.HONOURED, "`0`", "Statistics to DogStatsD."),
  STATSD_ADDRESS("STATSD_ADDRESS", Use.HONOURED, "`127.0.0.1`", "Its IP address."),
  STATSD_PORT("STATSD_PORT", Use.HONOURED, "`8125`", "Its UDP port."),
  STATSD_SOCKET(
      "STATSD_SOCKET_PATH", Use.HONOURED, "", "Its Unix socket, in the place of the two above."),
  STATS_TAGS(
      "ENABLE_ENVOY_STATS_TAGS",
      Use.HONOURED,
      "`0`",
      "The tags `appmesh.mesh` and `appmesh.virtual_node` (or `appmesh.virtual_gateway`) on every"
          + " statistic. `appmesh.listener_protocol`, `appmesh.listener_port` and"
          + " `envoy_rds_route_config` are always there."),
  STATS_FLUSH(
      "ENVOY_STATS_FLUSH_INTERVAL",
      Use.HONOURED,
      "`5000ms`",
      "How often statistics go to the sinks, such as `5000ms` or `1m30s`."),
  METRIC_EXTENSION(
      "APPMESH_METRIC_EXTENSION_VERSION",
      Use.HONOURED,
      "`0`",
      "`1` gives the metrics of App Mesh's metrics extension, made from Envoy's own statistics: see"
          + " below. Any other value is off."),
  STATS_SNAPSHOT(
      "ENABLE_STATS_SNAPSHOT",
      Use.HONOURED,
      "`false`",
      "A snapshot of those metrics each minute, so that `?delta` answers what came since."),
  SDS_SOCKET(
      "APPMESH_SDS_SOCKET_PATH",
      Use.HONOURED,
      "",
      "The Unix socket of a secret discovery service: the cluster"
          + " `static_cluster_sds_unix_socket`."),
  IO_CYCLE(
      "MAX_REQUESTS_PER_IO_CYCLE",
      Use.HONOURED,
      "no limit",
      "How many requests of one connection Envoy reads at a time."),
  SKIP_DEPRECATED_LOGS(
      "ENVOY_SKIP_DEPRECATED_LOGS",
      Use.HONOURED,
      "`true`",
      "Envoy says nothing of deprecated fields in what it is given."),
  DISABLE_HOT_RESTART(
      "DISABLE_HOT_RESTART", Use.HONOURED, "`true`", "Envoy takes no part in hot restarts."),
  TRACING_DECISION("APPMESH_SET_TRACING_DECISION", Use.UNUSED, "", Reason.RUNTIME),
  NO_LOOKUP("ENVOY_NO_EXTENSION_LOOKUP_BY_NAME", Use.UNUSED, "", Reason.RUNTIME),
  POOL_IDLE("ENVOY_ENABLE_TCP_POOL_IDLE_TIMEOUT", Use.UNUSED, "", Reason.RUNTIME),
  SANITIZE("ENVOY_SANITIZE_ORIGINAL_PATH", Use.UNUSED, "", Reason.RUNTIME),
  RESTARTS(
      "APPNET_ENVOY_RESTART_COUNT",
      Use.HONOURED,
      "`3`",
      "How often an Envoy that ended is started again; 10 at most. The user guide says 0, App"
          + " Mesh's image did 3."),
  PID_POLL(
      "PID_POLL_INTERVAL_MS", Use.HONOURED, "`100`", "How soon an end is noticed: 100 to 1000."),
  DRAIN_WAIT(
      "LISTENER_DRAIN_WAIT_TIME_S",
      Use.HONOURED,
      "`20`",
      "Seconds from SIGTERM until Envoy is ended: 5 to 110. ECS's `stopTimeout` must be longer by 5."),
  HEALTH_POLL(
      "HC_POLL_INTERVAL_MS",
      Use.HONOURED,
      "`10000`",
      "How often Envoy is asked how it is: 2000 to 30000."),
  DISCONNECTED(
      "HC_DISCONNECTED_TIMEOUT_S",
      Use.HONOURED,
      "`604800`",
      "After this many seconds without the server `/status` says UNHEALTHY: 3600 to 604800."),
  AGENT_MODE(
      "APPNET_AGENT_ADMIN_MODE",
      Use.HONOURED,
      "",
      "`tcp` or `uds` opens the agent's HTTP interface; it is closed when this is not set, as in App"
          + " Mesh's image."),
  AGENT_PORT("APPNET_AGENT_HTTP_PORT", Use.HONOURED, "`9902`", "Its port."),
  AGENT_ADDRESS("APPNET_AGENT_HTTP_BIND_ADDRESS", Use.HONOURED, "`[::]`", "Its address."),
  AGENT_SOCKET(
      "APPNET_AGENT_ADMIN_UDS_PATH",
      Use.HONOURED,
      "`/var/run/ecs/appnet_admin.sock`",
      "Its Unix socket."),
  LOGGING_RESET(
      "APPNET_AGENT_LOGGING_RESET_TIMEOUT",
      Use.HONOURED,
      "`300`",
      "Seconds after which a log level that `/enableLogging` set is set back."),
  LOG_DESTINATION(
      "APPNET_ENVOY_LOG_DESTINATION",
      Use.HONOURED,
      "",
      "A directory: what Envoy and the agent write goes to a file in it."),
  LOG_NAME("APPNET_ENVOY_LOG_NAME", Use.HONOURED, "`appnet_envoy.log`", "The file's name."),
  LOG_SIZE("APPNET_AGENT_MAX_LOG_FILE_SIZE", Use.HONOURED, "`1.0`", "Its greatest size in MB."),
  LOG_COUNT(
      "APPNET_AGENT_MAX_RETENTION_COUNT", Use.HONOURED, "`5`", "How many older ones are kept."),
  READINESS_INTERVAL(
      "APPNET_AGENT_POLL_ENVOY_READINESS_INTERVAL_S",
      Use.HONOURED,
      "`5`",
      "How often `agent -envoyReadiness` looks; 0 is once. Where `HC_POLL_INTERVAL_MS` is not set,"
          + " it goes for that too."),
  READINESS_TIMEOUT(
      "APPNET_AGENT_POLL_ENVOY_READINESS_TIMEOUT_S",
      Use.HONOURED,
      "`180`",
      "For how long it looks; 0 is once."),
  RELAY(
      "APPNET_ENABLE_RELAY_MODE_FOR_XDS",
      Use.REFUSED,
      "`0`",
      "`1` is refused: the relay of ECS Service Connect is not part of this image."),
  MANAGEMENT_DOMAIN("APPNET_MANAGEMENT_DOMAIN_NAME", Use.UNUSED, "", Reason.RELAY),
  MANAGEMENT_PORT("APPNET_MANAGEMENT_PORT", Use.UNUSED, "", Reason.RELAY),
  RELAY_LISTENER("APPNET_RELAY_LISTENER_UDS_PATH", Use.UNUSED, "", Reason.RELAY),
  RELAY_IDLE("RELAY_STREAM_IDLE_TIMEOUT", Use.UNUSED, "", Reason.RELAY),
  RELAY_BUFFER("RELAY_BUFFER_LIMIT_BYTES", Use.UNUSED, "", Reason.RELAY),
  IP_MAPPING("APPNET_CONTAINER_IP_MAPPING", Use.UNUSED, "", Reason.SERVICE_CONNECT),
  PORT_MAPPING("APPNET_LISTENER_PORT_MAPPING", Use.UNUSED, "", Reason.SERVICE_CONNECT),
  CONTAINER_INSTANCE("ECS_CONTAINER_INSTANCE_ARN", Use.UNUSED, "", Reason.SERVICE_CONNECT),
  K8S_VERSION("APPMESH_PLATFORM_K8S_VERSION", Use.UNUSED, "", Reason.KUBERNETES),
  K8S_CONTROLLER("APPMESH_PLATFORM_APP_MESH_CONTROLLER_VERSION", Use.UNUSED, "", Reason.KUBERNETES),
  K8S_POD("APPMESH_PLATFORM_K8S_POD_UID", Use.UNUSED, "", Reason.KUBERNETES);

  /// What becomes of a value.
  public enum Use {
    /// As App Mesh's image did.
    HONOURED("honoured"),
    /// Not of App Mesh's: this image's own.
    OURS("Pillion's own"),
    /// Read by nobody.
    UNUSED("accepted, unused"),
    /// Nothing starts with it.
    REFUSED("refused");

    private final String words;

    Use(String words) {
      this.words = words;
    }

    /// For the table.
    public String words() {
      return words;
    }
  }

  private static final class Reason {
    static final String SIGNER =
        "Stock Envoy has no AWS signer: it shows a certificate or a token instead.";
    static final String ENDPOINT =
        "It chose among App Mesh's endpoints; `APPMESH_XDS_ENDPOINT` names the server.";
    static final String RUNTIME = "Envoy has no such switch any more, or never had it.";
    static final String RELAY = "It belongs to ECS Service Connect's relay.";
    static final String SERVICE_CONNECT = "It belongs to ECS Service Connect.";
    static final String KUBERNETES = "It told App Mesh of a Kubernetes cluster.";
  }

  private final String key;
  private final Use use;
  private final String otherwise;
  private final String meaning;

  Variable(String key, Use use, String otherwise, String meaning) {
    this.key = key;
    this.use = use;
    this.otherwise = otherwise;
    this.meaning = meaning;
  }

  /// Its name in the environment.
  public String key() {
    return key;
  }

  /// What becomes of its value.
  public Use use() {
    return use;
  }

  /// All of them as a Markdown table.
  public static String table() {
    var rows = new StringBuilder("| variable | default | state | meaning |\n|---|---|---|---|\n");
    for (Variable variable : values()) {
      rows.append(
          "| `%s` | %s | %s | %s |\n"
              .formatted(variable.key, variable.otherwise, variable.use.words(), variable.meaning));
    }
    return rows.toString();
  }
}
