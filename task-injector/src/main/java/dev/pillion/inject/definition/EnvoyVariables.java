package dev.pillion.inject.definition;

import dev.pillion.inject.plan.LabelNames;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;
import java.util.regex.Pattern;

/// What becomes of an Envoy container's variables when the agent's Envoy takes its place.
final class EnvoyVariables {
  static final String LOG_LEVEL = "ENVOY_LOG_LEVEL";
  static final String XRAY = "ENABLE_ENVOY_XRAY_TRACING";
  static final String STATSD = "ENABLE_ENVOY_DOG_STATSD";

  private static final Set<String> OFF = Set.of("", "0", "false");
  private static final Set<String> LEVELS =
      Set.of("trace", "debug", "info", "warning", "error", "critical", "off");

  // The first row whose pattern is a variable's whole name says what becomes of it.
  private static final List<Row> ROWS =
      List.of(
          gone(
              "APPMESH_XDS_ENDPOINT|APPMESH_RESOURCE_CLUSTER|APPMESH_VIRTUAL_NODE_CLUSTER"
                  + "|APPMESH_SIGNING_NAME|AWS_REGION|APPMESH_PREVIEW|APPMESH_DUALSTACK_ENDPOINT"
                  + "|APPMESH_FIPS_ENDPOINT|ENVOY_USE_HTTP_CLIENT_TO_FETCH_AWS_CREDENTIALS"
                  + "|PILLION_.*",
              "the host's agent leads Envoy to the server"),
          gone(
              "APPMESH_SET_TRACING_DECISION|ENVOY_NO_EXTENSION_LOOKUP_BY_NAME"
                  + "|ENVOY_ENABLE_TCP_POOL_IDLE_TIMEOUT|ENVOY_SANITIZE_ORIGINAL_PATH"
                  + "|ENVOY_SKIP_DEPRECATED_LOGS|DISABLE_HOT_RESTART"
                  + "|APPMESH_PLATFORM_.*|ECS_CONTAINER_INSTANCE_ARN",
              "they make no difference to the agent's Envoy"),
          gone(
              "APPNET_ENVOY_RESTART_COUNT|PID_POLL_INTERVAL_MS|HC_.*|APPNET_AGENT_POLL_.*",
              "the agent watches Envoy and starts it again"),
          left(
              XRAY
                  + "|XRAY_.*|AWS_XRAY_DAEMON_ADDRESS|ENABLE_ENVOY_DATADOG_TRACING|DATADOG_.*"
                  + "|DD_SERVICE|ENABLE_ENVOY_JAEGER_TRACING|JAEGER_.*|ENVOY_TRACING_CFG_FILE",
              "the agent's Envoy sends no traces yet; where they are needed, keep this Envoy with"
                  + " the image of docs/drop-in-image.md"),
          left(
              STATSD
                  + "|STATSD_.*|ENVOY_STATS_.*|ENABLE_ENVOY_STATS_TAGS|ENABLE_STATS_SNAPSHOT"
                  + "|APPMESH_METRIC_EXTENSION_VERSION",
              "the agent's Envoy sends its statistics nowhere yet; where they are needed, keep this"
                  + " Envoy with the image of docs/drop-in-image.md"),
          left(
              "ENVOY_CONFIG_FILE|ENVOY_RESOURCES_CONFIG_FILE",
              "the agent makes Envoy's configuration itself and merges no file into it"),
          left(
              "APPMESH_SDS_SOCKET_PATH",
              "the agent's Envoy looks for secrets at /run/spire/sockets/agent.sock: bring its"
                  + " folder there by pillion.bind-mounts"),
          left(
              "ENVOY_ADMIN_.*|APPNET_AGENT_ADMIN_.*|APPNET_AGENT_HTTP_.*"
                  + "|APPNET_AGENT_LOGGING_RESET_TIMEOUT",
              "the agent's Envoy has its admin interface on a socket of the host, not on a port of"
                  + " the task"),
          left(
              "ENVOY_OUTLIER_DETECTION_EVENT_LOG_PATH|APPNET_ENVOY_LOG_.*|APPNET_AGENT_MAX_.*",
              "the agent's Envoy writes to its container's log and to no file"),
          left(
              "ENVOY_CONCURRENCY|ENVOY_INITIAL_FETCH_TIMEOUT|LISTENER_DRAIN_WAIT_TIME_S"
                  + "|MAX_REQUESTS_PER_IO_CYCLE",
              "the agent's Envoy has two worker threads, waits for its first configuration, and"
                  + " drains for 20 s"),
          left(
              "APPNET_.*|RELAY_.*",
              "it belongs to ECS Service Connect, which is no part of Pillion"));
  private static final String UNKNOWN = "the agent's Envoy is given no variables";

  private EnvoyVariables() {}

  private record Row(Pattern names, boolean replaced, String text) {}

  private static Row gone(String names, String text) {
    return new Row(Pattern.compile(names), true, text);
  }

  private static Row left(String names, String text) {
    return new Row(Pattern.compile(names), false, text);
  }

  /// Whether a switch of it is on.
  static boolean isOn(Container envoy, String name) {
    return !OFF.contains(envoy.environment().getOrDefault(name, ""));
  }

  /// Puts labels in for those that have one, and says what becomes of the others.
  static void read(Container envoy, Map<String, String> labels, Notes notes) {
    SequencedMap<Row, List<String>> found = new LinkedHashMap<>();
    var unknown = new Row(Pattern.compile(""), false, UNKNOWN);
    var names = new ArrayList<>(envoy.environment().keySet());
    names.addAll(envoy.secrets());
    for (String name : names) {
      if (Envoys.IDENTITY.contains(name) || level(envoy, name, labels)) {
        continue;
      }
      Row row =
          ROWS.stream().filter(r -> r.names.matcher(name).matches()).findFirst().orElse(unknown);
      if (row.replaced || !isSwitchedOff(envoy, name)) {
        found.computeIfAbsent(row, _ -> new ArrayList<>()).add(name);
      }
    }
    found.forEach((row, of) -> {
      String subject = String.join(", ", of);
      if (row.replaced) {
        notes.removed(subject, row.text);
      } else {
        notes.left(subject, row.text);
      }
    });
  }

  private static boolean isSwitchedOff(Container envoy, String name) {
    return name.startsWith("ENABLE_") && !isOn(envoy, name) && !envoy.secrets().contains(name);
  }

  private static boolean level(Container envoy, String name, Map<String, String> labels) {
    Optional<String> level =
        Optional.ofNullable(envoy.environment().get(name))
            .map(word -> word.equals("warn") ? "warning" : word)
            .filter(LEVELS::contains);
    if (!name.equals(LOG_LEVEL) || level.isEmpty()) {
      return false;
    }
    labels.put(LabelNames.ENVOY_LOG_LEVEL, level.get());
    return true;
  }
}
