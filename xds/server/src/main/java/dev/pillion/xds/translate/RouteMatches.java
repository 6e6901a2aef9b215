package dev.pillion.xds.translate;

import dev.pillion.mesh.model.RouteSpec;
import dev.pillion.mesh.route.GrpcMatch;
import dev.pillion.mesh.route.HttpMatch;
import dev.pillion.mesh.route.PathMatch;
import dev.pillion.mesh.route.QueryMatch;
import dev.pillion.mesh.route.ValueMatch;
import dev.pillion.mesh.route.ValueMatch.Condition;
import io.envoyproxy.envoy.config.route.v3.HeaderMatcher;
import io.envoyproxy.envoy.config.route.v3.QueryParameterMatcher;
import io.envoyproxy.envoy.config.route.v3.RouteMatch;
import io.envoyproxy.envoy.config.route.v3.RouteMatch.GrpcRouteMatchOptions;
import io.envoyproxy.envoy.type.matcher.v3.RegexMatcher;
import io.envoyproxy.envoy.type.matcher.v3.StringMatcher;
import io.envoyproxy.envoy.type.v3.Int64Range;

/// App Mesh's matches in Envoy's words.
final class RouteMatches {
  private RouteMatches() {}

  /// Every request.
  static RouteMatch all() {
    return RouteMatch.newBuilder().setPrefix("/").build();
  }

  static RouteMatch of(RouteSpec.L7 route) {
    return switch (route) {
      case RouteSpec.Http http -> of(http.match()).build();
      case RouteSpec.Grpc grpc -> of(grpc.match()).build();
    };
  }

  static RouteMatch.Builder of(HttpMatch http) {
    var match = path(http.path());
    http.method().ifPresent(method -> match.addHeaders(exact(":method", method)));
    http.scheme().ifPresent(scheme -> match.addHeaders(exact(":scheme", scheme)));
    http.headers().forEach(header -> match.addHeaders(value(header)));
    http.queryParameters().forEach(parameter -> match.addQueryParameters(query(parameter)));
    return match;
  }

  static RouteMatch.Builder of(GrpcMatch grpc) {
    var match = RouteMatch.newBuilder().setGrpc(GrpcRouteMatchOptions.getDefaultInstance());
    var service = grpc.service();
    if (service.isPresent() && grpc.method().isPresent()) {
      match.setPath("/" + service.get() + "/" + grpc.method().get());
    } else {
      match.setPrefix(service.map(name -> "/" + name + "/").orElse("/"));
    }
    grpc.metadata().forEach(item -> match.addHeaders(value(item)));
    return match;
  }

  /// A header that must be just this.
  static HeaderMatcher exact(String name, String value) {
    return HeaderMatcher.newBuilder()
        .setName(name)
        .setStringMatch(StringMatcher.newBuilder().setExact(value))
        .build();
  }

  static RegexMatcher regex(String expression) {
    return RegexMatcher.newBuilder().setRegex(expression).build();
  }

  private static RouteMatch.Builder path(PathMatch path) {
    var match = RouteMatch.newBuilder();
    return switch (path) {
      case PathMatch.Prefix(var prefix) -> match.setPrefix(prefix);
      case PathMatch.Exact(var exact) -> match.setPath(exact);
      case PathMatch.Regex(var regex) -> match.setSafeRegex(regex(regex));
    };
  }

  private static HeaderMatcher value(ValueMatch wanted) {
    var matcher = HeaderMatcher.newBuilder().setName(wanted.name()).setInvertMatch(wanted.invert());
    if (wanted.condition().isEmpty()) {
      return matcher.setPresentMatch(true).build();
    }
    var text = StringMatcher.newBuilder();
    return switch (wanted.condition().get()) {
      case Condition.Exact(var value) -> matcher.setStringMatch(text.setExact(value)).build();
      case Condition.Prefix(var prefix) -> matcher.setStringMatch(text.setPrefix(prefix)).build();
      case Condition.Suffix(var suffix) -> matcher.setStringMatch(text.setSuffix(suffix)).build();
      case Condition.Regex(var regex) ->
          matcher.setStringMatch(text.setSafeRegex(regex(regex))).build();
      case Condition.Range(long start, long end) ->
          matcher.setRangeMatch(Int64Range.newBuilder().setStart(start).setEnd(end)).build();
    };
  }

  private static QueryParameterMatcher query(QueryMatch wanted) {
    var matcher = QueryParameterMatcher.newBuilder().setName(wanted.name());
    return wanted
        .exact()
        .map(value -> matcher.setStringMatch(StringMatcher.newBuilder().setExact(value)))
        .orElseGet(() -> matcher.setPresentMatch(true))
        .build();
  }
}
