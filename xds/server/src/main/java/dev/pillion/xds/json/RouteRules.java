package dev.pillion.xds.json;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Set;

/// What App Mesh asks of routes beyond their shapes, and one rule of Pillion's own: some target
/// must have weight, since Envoy refuses a route table with a split whose weights are all 0.
final class RouteRules {
  static final List<String> KINDS = List.of("httpRoute", "http2Route", "grpcRoute", "tcpRoute");

  private static final Set<String> HTTP_RETRY_EVENTS =
      Set.of("server-error", "gateway-error", "client-error", "stream-error");

  private RouteRules() {}

  static void check(JsonNode spec, Findings findings) {
    List<String> given = KINDS.stream().filter(spec::has).toList();
    if (given.size() != 1) {
      findings.violation(
          "",
          "must have exactly one of %s, not %s"
              .formatted(
                  String.join(", ", KINDS), given.isEmpty() ? "none" : String.join(", ", given)));
    }
    for (String kind : given) {
      JsonNode route = spec.path(kind);
      checkMatch(kind, route.path("match"), findings);
      checkWeights(kind, route.path("action").path("weightedTargets"), findings);
      checkRetries(kind, route.path("retryPolicy"), findings);
    }
  }

  private static void checkMatch(String kind, JsonNode match, Findings findings) {
    String path = kind + ".match";
    switch (kind) {
      case "httpRoute", "http2Route" -> {
        checkPath(path, match, findings);
        if (kind.equals("httpRoute") && match.has("scheme")) {
          findings.violation(path + ".scheme", "must not be there: only an http2Route may have it");
        }
        MatchRules.checkValues(path + ".headers", match.path("headers"), findings);
      }
      case "grpcRoute" -> {
        if (match.has("methodName") && !match.has("serviceName")) {
          findings.violation(path + ".serviceName", "is required where methodName is given");
        }
        MatchRules.checkValues(path + ".metadata", match.path("metadata"), findings);
      }
      default -> {}
    }
  }

  /// A match on nothing but a port takes every path at it.
  private static void checkPath(String at, JsonNode match, Findings findings) {
    boolean onlyPort = match.has("port") && match.size() == 1;
    if (match.has("prefix") == match.has("path") && !onlyPort && match.isObject()) {
      findings.violation(at, "must have either prefix or path");
    }
    MatchRules.checkPath(at, match, findings);
  }

  private static void checkWeights(String kind, JsonNode targets, Findings findings) {
    long sum = 0;
    for (JsonNode target : targets) {
      sum += target.path("weight").asLong();
    }
    String path = kind + ".action.weightedTargets";
    if (sum > 100) {
      findings.violation(path, "must have weights of at most 100 together, not " + sum);
    } else if (sum == 0 && !targets.isEmpty()) {
      findings.violation(
          path, "must not all have weight 0: give one a weight, or delete the route to stop it");
    }
  }

  private static void checkRetries(String kind, JsonNode policy, Findings findings) {
    String path = kind + ".retryPolicy";
    if (policy.isObject()
        && !policy.has("httpRetryEvents")
        && !policy.has("tcpRetryEvents")
        && !policy.has("grpcRetryEvents")) {
      findings.violation(path, "must name at least one event to retry on");
    }
    JsonNode events = policy.path("httpRetryEvents");
    for (int i = 0; i < events.size(); i++) {
      if (!HTTP_RETRY_EVENTS.contains(events.path(i).asText())) {
        findings.violation(
            path + ".httpRetryEvents[" + i + "]",
            "must be one of client-error, gateway-error, server-error, stream-error, not "
                + events.path(i));
      }
    }
  }
}
