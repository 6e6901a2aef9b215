package dev.pillion.envoy.stats;

import dev.pillion.envoy.settings.MeshResource;
import dev.pillion.envoy.stats.Family.Kind;
import dev.pillion.envoy.stats.Family.Labels;
import dev.pillion.mesh.model.ProxyGroup;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The metrics of one proxy. App Mesh's image had a filter of its own count them; these are added
/// up from what stock Envoy counts anyway. docs/drop-in-image.md says which comes from which, and
/// what differs.
public final class Extension {
  private static final String PROTOCOL = "(http|http2|grpc|tcp)";
  private static final Pattern LISTENER =
      Pattern.compile("listener\\.(?:[0-9.]+|\\[.*])_([0-9]+)\\.downstream_cx_(active|total)");
  private static final Pattern INGRESS =
      Pattern.compile(
          "(?:http|tcp)\\.ingress(?:\\."
              + PROTOCOL
              + "\\.[0-9]+)?\\.downstream_(rq_total|cx_rx_bytes_total|cx_tx_bytes_total)");
  private static final String NODE_PORT = "15000";
  private static final String EGRESS_PORT = "15001";
  private static final Map<String, String> OF_TARGETS =
      Map.of(
          "upstream_rq_total", "RequestCountPerTarget",
          "upstream_rq_2xx", "HTTPCode_Target_2XX_Count",
          "upstream_rq_3xx", "HTTPCode_Target_3XX_Count",
          "upstream_rq_4xx", "HTTPCode_Target_4XX_Count",
          "upstream_rq_5xx", "HTTPCode_Target_5XX_Count",
          "upstream_cx_rx_bytes_total", "TargetProcessedBytes",
          "upstream_cx_tx_bytes_total", "TargetProcessedBytes");

  private final ProxyGroup group;
  private final Labels own;
  private final String mesh;
  private final Pattern application;
  private final Pattern target;

  /// The metrics of the proxies of a virtual node or gateway.
  public Extension(MeshResource resource) {
    this.group = resource.group();
    this.own =
        new Labels(new TreeMap<>(Map.of("Mesh", resource.mesh(), kind(group), group.name())));
    this.mesh = Pattern.quote(group.mesh());
    this.application =
        Pattern.compile(
            "cluster\\.cds_ingress_%s_.+_%s_[0-9]+\\.upstream_rq_total".formatted(mesh, PROTOCOL));
    this.target =
        Pattern.compile(
            "(?:cluster\\.)?(cds_egress_%s_(.+)_%s_[0-9]+)(?:\\.([a-z0-9_]+))?"
                .formatted(mesh, PROTOCOL));
  }

  /// App Mesh's label for the kind of a proxy.
  public static String kind(ProxyGroup group) {
    return switch (group.kind()) {
      case VIRTUAL_NODE -> "VirtualNode";
      case VIRTUAL_GATEWAY -> "VirtualGateway";
    };
  }

  /// The statistics that it wants, as the filter of `/stats`.
  public String filter() {
    return "^(listener\\..*_[0-9]+\\.downstream_cx_(active|total)$"
        + "|(http|tcp)\\.ingress\\..*downstream_"
        + "|http\\..*\\.rds\\.rds_egress_.*\\.config_reload$"
        + "|cluster\\.cds_(in|e)gress_.*\\.upstream_(rq_total|rq_[2-5]xx|cx_.x_bytes_total)$)";
  }

  /// How often each route table was changed: while this is the same, so is what leads to clusters.
  public static SortedMap<String, Long> reloads(Map<String, Long> numbers) {
    var reloads = new TreeMap<String, Long>();
    numbers.forEach((name, number) -> {
      if (name.endsWith(".config_reload")) {
        reloads.put(name, number);
      }
    });
    return reloads;
  }

  /// Adds them up.
  ///
  /// @param numbers counters and gauges by their names
  /// @param times how long targets took, by their cluster
  /// @param services what leads to clusters
  public List<Family> families(
      Map<String, Long> numbers, Map<String, Value.Histogram> times, VirtualServices services) {
    var sums = new TreeMap<String, SortedMap<Labels, Value>>();
    boolean grpc = isGrpc(numbers);
    numbers.forEach((name, number) -> {
      listener(name, number, sums);
      ingress(name, number, grpc, sums);
      egress(name, number, services, sums);
    });
    times.forEach((cluster, time) -> {
      Matcher egress = target.matcher(cluster);
      if (egress.matches()) {
        add(sums, "TargetResponseTime", targetLabels(egress, services), time);
      }
    });
    var families = new ArrayList<Family>();
    sums.forEach((name, values) -> families.add(new Family(name, kindOf(name), values)));
    return families;
  }

  /// Whether the only listener speaks gRPC: its requests are counted under a name without protocol.
  private boolean isGrpc(Map<String, Long> numbers) {
    return numbers.keySet().stream()
        .map(application::matcher)
        .filter(Matcher::matches)
        .anyMatch(cluster -> cluster.group(1).equals("grpc"));
  }

  private void listener(String name, long number, Map<String, SortedMap<Labels, Value>> sums) {
    Matcher listener = LISTENER.matcher(name);
    if (listener.matches() && isIngress(listener.group(1))) {
      String metric =
          listener.group(2).equals("active") ? "ActiveConnectionCount" : "NewConnectionCount";
      add(sums, metric, own, new Value.Count(number));
    }
  }

  private boolean isIngress(String port) {
    return switch (group.kind()) {
      case VIRTUAL_NODE -> port.equals(NODE_PORT);
      case VIRTUAL_GATEWAY -> !port.equals(EGRESS_PORT);
    };
  }

  private void ingress(
      String name, long number, boolean grpc, Map<String, SortedMap<Labels, Value>> sums) {
    Matcher ingress = INGRESS.matcher(name);
    if (!ingress.matches()) {
      return;
    }
    String protocol = ingress.group(1);
    boolean ofGrpc = protocol == null ? grpc : protocol.equals("grpc");
    String metric =
        ingress.group(2).equals("rq_total")
            ? ofGrpc ? "GrpcRequestCount" : "RequestCount"
            : "ProcessedBytes";
    add(sums, metric, own, new Value.Count(number));
  }

  private void egress(
      String name,
      long number,
      VirtualServices services,
      Map<String, SortedMap<Labels, Value>> sums) {
    Matcher egress = target.matcher(name);
    if (egress.matches() && egress.group(4) != null) {
      String metric = OF_TARGETS.get(egress.group(4));
      if (metric != null) {
        add(sums, metric, targetLabels(egress, services), new Value.Count(number));
      }
    }
  }

  private Labels targetLabels(Matcher egress, VirtualServices services) {
    Labels labels = own.with("TargetVirtualNode", egress.group(2));
    return services
        .only(egress.group(1))
        .map(service -> labels.with("TargetVirtualService", service))
        .orElse(labels);
  }

  private static void add(
      Map<String, SortedMap<Labels, Value>> sums, String metric, Labels labels, Value value) {
    sums.computeIfAbsent(metric, _ -> new TreeMap<>()).merge(labels, value, Value::plus);
  }

  private static Kind kindOf(String metric) {
    return switch (metric) {
      case "ActiveConnectionCount" -> Kind.GAUGE;
      case "TargetResponseTime" -> Kind.HISTOGRAM;
      default -> Kind.COUNTER;
    };
  }
}
