package dev.pillion.xds.json;

import com.fasterxml.jackson.databind.JsonNode;
import dev.pillion.mesh.route.GrpcMatch;
import dev.pillion.mesh.route.HostMatch;
import dev.pillion.mesh.route.HttpMatch;
import dev.pillion.mesh.route.PathMatch;
import dev.pillion.mesh.route.QueryMatch;
import dev.pillion.mesh.route.ValueMatch;
import dev.pillion.mesh.route.ValueMatch.Condition;
import java.util.Optional;

/// Reads the matches of routes and gateway routes.
final class MatchReader {
  private MatchReader() {}

  static HttpMatch http(JsonNode match) {
    return new HttpMatch(
        path(match),
        Fields.maybeText(match.path("method")),
        Fields.maybeText(match.path("scheme")),
        Fields.list(match.path("headers"), MatchReader::value),
        Fields.list(match.path("queryParameters"), MatchReader::query),
        Fields.whole(match.path("port")));
  }

  static GrpcMatch grpc(JsonNode match) {
    return new GrpcMatch(
        Fields.maybeText(match.path("serviceName")),
        Fields.maybeText(match.path("methodName")),
        Fields.list(match.path("metadata"), MatchReader::value),
        Fields.whole(match.path("port")));
  }

  static Optional<HostMatch> host(JsonNode host) {
    return Fields.maybe(
        host,
        given ->
            given.has("exact")
                ? new HostMatch.Exact(Fields.text(given.path("exact")))
                : new HostMatch.Suffix(Fields.text(given.path("suffix"))));
  }

  // A match that names no path takes all.
  private static PathMatch path(JsonNode match) {
    if (match.has("prefix")) {
      return new PathMatch.Prefix(Fields.text(match.path("prefix")));
    }
    JsonNode path = match.path("path");
    if (path.has("exact")) {
      return new PathMatch.Exact(Fields.text(path.path("exact")));
    }
    return path.has("regex") ? new PathMatch.Regex(Fields.text(path.path("regex"))) : PathMatch.ALL;
  }

  private static ValueMatch value(JsonNode condition) {
    return new ValueMatch(
        Fields.text(condition.path("name")),
        condition.path("invert").asBoolean(false),
        Fields.maybe(condition.path("match"), MatchReader::condition));
  }

  private static Condition condition(JsonNode match) {
    var chosen = match.properties().iterator().next();
    JsonNode value = chosen.getValue();
    return switch (chosen.getKey()) {
      case "exact" -> new Condition.Exact(Fields.text(value));
      case "prefix" -> new Condition.Prefix(Fields.text(value));
      case "suffix" -> new Condition.Suffix(Fields.text(value));
      case "regex" -> new Condition.Regex(Fields.text(value));
      case "range" ->
          new Condition.Range(value.path("start").longValue(), value.path("end").longValue());
      default -> throw new IllegalArgumentException("no such condition: " + chosen.getKey());
    };
  }

  private static QueryMatch query(JsonNode parameter) {
    return new QueryMatch(
        Fields.text(parameter.path("name")),
        Fields.maybeText(parameter.path("match").path("exact")));
  }
}
