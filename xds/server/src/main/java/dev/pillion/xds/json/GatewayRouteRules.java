package dev.pillion.xds.json;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;

/// What App Mesh asks of gateway routes beyond their shapes.
final class GatewayRouteRules {
  static final List<String> KINDS = List.of("httpRoute", "http2Route", "grpcRoute");

  private static final List<String> RESERVED_PREFIXES = List.of("/aws-appmesh", "/aws-app-mesh");
  private static final List<String> RESERVED_SERVICES = List.of("aws.appmesh", "aws.app-mesh");

  private GatewayRouteRules() {}

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
      JsonNode match = spec.path(kind).path("match");
      String at = kind + ".match";
      MatchRules.exactlyOne(at + ".hostname", match.path("hostname"), findings, "exact", "suffix");
      if (kind.equals("grpcRoute")) {
        checkGrpc(at, match, findings);
      } else {
        checkHttp(at, match, findings);
        JsonNode rewrite = spec.path(kind).path("action").path("rewrite");
        checkRewrite(kind + ".action.rewrite", rewrite, match, findings);
      }
    }
  }

  private static void checkHttp(String at, JsonNode match, Findings findings) {
    MatchRules.atLeastOne(at, match, findings, "prefix", "path", "hostname", "port");
    MatchRules.atMostOne(at, match, findings, "prefix", "path");
    MatchRules.checkPath(at, match, findings);
    MatchRules.checkValues(at + ".headers", match.path("headers"), findings);
    checkReserved(at + ".prefix", match.path("prefix"), RESERVED_PREFIXES, findings);
  }

  private static void checkGrpc(String at, JsonNode match, Findings findings) {
    MatchRules.atLeastOne(at, match, findings, "serviceName", "hostname", "port");
    MatchRules.checkValues(at + ".metadata", match.path("metadata"), findings);
    checkReserved(at + ".serviceName", match.path("serviceName"), RESERVED_SERVICES, findings);
  }

  private static void checkReserved(
      String at, JsonNode value, List<String> reserved, Findings findings) {
    if (value.isTextual() && reserved.stream().anyMatch(value.textValue()::startsWith)) {
      findings.violation(
          at, "must not start with %s, which is reserved".formatted(String.join(" or ", reserved)));
    }
  }

  private static void checkRewrite(String at, JsonNode rewrite, JsonNode match, Findings findings) {
    MatchRules.atMostOne(at, rewrite, findings, "prefix", "path");
    JsonNode prefix = rewrite.path("prefix");
    MatchRules.atMostOne(at + ".prefix", prefix, findings, "defaultPrefix", "value");
    JsonNode value = prefix.path("value");
    if (value.isTextual()
        && !(value.textValue().startsWith("/") && value.textValue().endsWith("/"))) {
      findings.violation(at + ".prefix.value", "must start and end with '/'");
    }
    for (String member : List.of("prefix", "path")) {
      if (rewrite.has(member) && match.isObject() && !match.has(member)) {
        findings.violation(
            at + "." + member, "must not be there: it goes with a match by %s".formatted(member));
      }
    }
  }
}
