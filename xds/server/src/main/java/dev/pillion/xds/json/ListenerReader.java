package dev.pillion.xds.json;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.pillion.mesh.listener.ConnectionPool;
import dev.pillion.mesh.listener.HealthCheck;
import dev.pillion.mesh.listener.Listener;
import dev.pillion.mesh.listener.OutlierDetection;
import dev.pillion.mesh.model.AccessLog;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

/// Reads the listeners of virtual nodes and virtual gateways, and what they log.
final class ListenerReader {
  private ListenerReader() {}

  static List<Listener> listeners(JsonNode spec) {
    return Fields.list(spec.path("listeners"), ListenerReader::listener);
  }

  private static Listener listener(JsonNode listener) {
    return new Listener(
        Fields.portMapping(listener.path("portMapping")),
        Fields.maybe(listener.path("healthCheck"), ListenerReader::healthCheck),
        Fields.timeout(chosen(listener.path("timeout"))),
        Fields.maybe(chosen(listener.path("connectionPool")), ListenerReader::pool),
        Fields.maybe(listener.path("outlierDetection"), ListenerReader::outliers),
        Fields.maybe(listener.path("tls"), TlsReader::listener));
  }

  // The member of a union; its name is the listener's protocol.
  private static JsonNode chosen(JsonNode union) {
    var members = union.iterator();
    return members.hasNext() ? members.next() : MissingNode.getInstance();
  }

  private static HealthCheck healthCheck(JsonNode check) {
    return new HealthCheck(
        Fields.protocol(check.path("protocol")),
        Fields.maybeText(check.path("path")),
        Fields.millis(check.path("intervalMillis")),
        Fields.millis(check.path("timeoutMillis")),
        check.path("healthyThreshold").intValue(),
        check.path("unhealthyThreshold").intValue());
  }

  private static ConnectionPool pool(JsonNode pool) {
    return new ConnectionPool(
        Fields.whole(pool.path("maxConnections")),
        Fields.whole(pool.path("maxPendingRequests")),
        Fields.whole(pool.path("maxRequests")));
  }

  private static OutlierDetection outliers(JsonNode outliers) {
    return new OutlierDetection(
        outliers.path("maxServerErrors").longValue(),
        Fields.duration(outliers.path("interval")).orElse(Duration.ZERO),
        Fields.duration(outliers.path("baseEjectionDuration")).orElse(Duration.ZERO),
        outliers.path("maxEjectionPercent").intValue());
  }

  static Optional<AccessLog> accessLog(JsonNode spec) {
    return Fields.maybe(
        spec.path("logging").path("accessLog").path("file"),
        file ->
            new AccessLog(
                Fields.text(file.path("path")),
                Fields.maybe(file.path("format"), ListenerReader::format)));
  }

  private static AccessLog.Format format(JsonNode format) {
    if (format.has("text")) {
      return new AccessLog.Format.Text(Fields.text(format.path("text")));
    }
    var members = new TreeMap<String, String>();
    format
        .path("json")
        .forEach(member ->
            members.put(Fields.text(member.path("key")), Fields.text(member.path("value"))));
    return new AccessLog.Format.Json(members);
  }
}
