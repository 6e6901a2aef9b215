package dev.pillion.envoy.supervise;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/// How Envoy is, at one look.
///
/// @param healthy the judgement
/// @param uptime of this program
/// @param process what is seen of Envoy's
/// @param state Envoy's own word, such as `LIVE`
/// @param disconnected since when the server is away; empty if it is not
/// @param firstListenersMade whether there was no failure when it became live; empty before
public record HealthReport(
    boolean healthy,
    Duration uptime,
    Supervisor.View process,
    String state,
    Optional<Instant> disconnected,
    Optional<Boolean> firstListenersMade) {
  /// With the names and words of App Mesh's image.
  public String json() {
    var json = JsonNodeFactory.instance.objectNode();
    json.put("healthStatus", healthy ? "HEALTHY" : "UNHEALTHY")
        .put("agentUptime", uptime.toSeconds() + "s")
        .put("envoyPid", Long.toString(process.pid()))
        .put("envoyState", state)
        .put("envoyRestartCount", Integer.toString(process.restarts()))
        .put(
            "managementServerConnectionStatus",
            disconnected.isPresent() ? "NOT_CONNECTED" : "CONNECTED");
    disconnected.ifPresent(since ->
        json.put(
            "managementServerDisconnectedTimestamp",
            since.truncatedTo(ChronoUnit.MILLIS).toString()));
    json.put(
        "envoyReadinessState", firstListenersMade.isPresent() ? "INITIALIZED" : "NOT_INITIALIZED");
    firstListenersMade.ifPresent(made ->
        json.put("initialConfigUpdateStatus", made ? "UPDATE_SUCCESSFUL" : "UPDATE_FAILED"));
    return json.toPrettyString() + "\n";
  }
}
