package dev.pillion.xds.json;

import com.fasterxml.jackson.databind.JsonNode;
import dev.pillion.mesh.model.GatewayRouteSpec;
import dev.pillion.mesh.model.RouteSpec;
import dev.pillion.mesh.route.PathMatch;
import dev.pillion.mesh.route.RetryPolicy;
import dev.pillion.mesh.route.Rewrite;
import dev.pillion.mesh.route.WeightedTarget;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// Reads routes and gateway routes.
final class RouteReader {
  private RouteReader() {}

  static RouteSpec route(JsonNode spec) {
    var priority = Fields.whole(spec.path("priority"));
    String kind = kind(spec, RouteRules.KINDS);
    JsonNode route = spec.path(kind);
    JsonNode match = route.path("match");
    List<WeightedTarget> targets =
        Fields.list(route.path("action").path("weightedTargets"), RouteReader::target);
    var timeout = Fields.timeout(route.path("timeout"));
    Optional<RetryPolicy> retries = Fields.maybe(route.path("retryPolicy"), RouteReader::retries);
    return switch (kind) {
      case "grpcRoute" ->
          new RouteSpec.Grpc(priority, MatchReader.grpc(match), targets, timeout, retries);
      case "tcpRoute" ->
          new RouteSpec.Tcp(priority, Fields.whole(match.path("port")), targets, timeout);
      default -> new RouteSpec.Http(priority, MatchReader.http(match), targets, timeout, retries);
    };
  }

  static GatewayRouteSpec gatewayRoute(JsonNode spec) {
    var priority = Fields.whole(spec.path("priority"));
    String kind = kind(spec, GatewayRouteRules.KINDS);
    JsonNode match = spec.path(kind).path("match");
    JsonNode action = spec.path(kind).path("action");
    JsonNode target = action.path("target");
    String service = Fields.text(target.path("virtualService").path("virtualServiceName"));
    var targetPort = Fields.whole(target.path("port"));
    var host = MatchReader.host(match.path("hostname"));
    JsonNode rewrite = action.path("rewrite");
    if (kind.equals("grpcRoute")) {
      // What a gRPC call is for stands in its path.
      var kept = new Rewrite(host(rewrite), new Rewrite.Path.Keep());
      return new GatewayRouteSpec.Grpc(
          priority, MatchReader.grpc(match), host, service, targetPort, kept);
    }
    var http = MatchReader.http(match);
    var path = path(rewrite, http.path());
    return new GatewayRouteSpec.Http(
        priority, http, host, service, targetPort, new Rewrite(host(rewrite), path));
  }

  private static String kind(JsonNode spec, List<String> kinds) {
    return kinds.stream().filter(spec::has).findFirst().orElse(kinds.getFirst());
  }

  private static WeightedTarget target(JsonNode target) {
    return new WeightedTarget(
        Fields.text(target.path("virtualNode")),
        target.path("weight").intValue(),
        Fields.whole(target.path("port")));
  }

  private static RetryPolicy retries(JsonNode policy) {
    return new RetryPolicy(
        policy.path("maxRetries").longValue(),
        Fields.duration(policy.path("perRetryTimeout")).orElse(Duration.ZERO),
        Fields.list(policy.path("httpRetryEvents"), JsonNode::textValue),
        Fields.list(policy.path("tcpRetryEvents"), JsonNode::textValue),
        Fields.list(policy.path("grpcRetryEvents"), JsonNode::textValue));
  }

  private static boolean host(JsonNode rewrite) {
    return !disabled(rewrite.path("hostname").path("defaultTargetHostname"));
  }

  private static boolean disabled(JsonNode toggle) {
    return toggle.asText().equals("DISABLED");
  }

  // A matched prefix becomes "/" unless something else is said; other paths stay.
  private static Rewrite.Path path(JsonNode rewrite, PathMatch match) {
    JsonNode exact = rewrite.path("path").path("exact");
    if (exact.isTextual()) {
      return new Rewrite.Path.Exact(exact.textValue());
    }
    JsonNode prefix = rewrite.path("prefix");
    if (!(match instanceof PathMatch.Prefix) || disabled(prefix.path("defaultPrefix"))) {
      return new Rewrite.Path.Keep();
    }
    return new Rewrite.Path.Prefix(prefix.path("value").asText("/"));
  }
}
