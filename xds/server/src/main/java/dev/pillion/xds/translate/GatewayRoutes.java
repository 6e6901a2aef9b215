package dev.pillion.xds.translate;

import dev.pillion.mesh.model.GatewayRouteSpec;
import dev.pillion.mesh.route.PathMatch;
import dev.pillion.mesh.route.Rewrite;
import io.envoyproxy.envoy.config.core.v3.HeaderValue;
import io.envoyproxy.envoy.config.core.v3.HeaderValueOption;
import io.envoyproxy.envoy.config.core.v3.HeaderValueOption.HeaderAppendAction;
import io.envoyproxy.envoy.config.route.v3.Route;
import io.envoyproxy.envoy.config.route.v3.RouteAction;
import io.envoyproxy.envoy.config.route.v3.RouteMatch;
import io.envoyproxy.envoy.type.matcher.v3.RegexMatchAndSubstitute;
import java.util.List;

/// One gateway route on the first of its two passes: from outside to the gateway's own egress. What
/// it is for travels in the host, or, where the host is to stay, in a header of App Mesh's; a port
/// of the virtual service always in a header. What a client sent in those headers is taken away.
///
/// @param action the cluster to go to and the time for it, without rewrites
record GatewayRoutes(String name, GatewayRouteSpec spec, RouteAction action) {
  /// App Mesh's header for the virtual service.
  static final String SERVICE_HEADER = "x-app-mesh-virtual-service";

  /// The port of the virtual service, where the gateway route names one.
  static final String PORT_HEADER = "x-app-mesh-virtual-service-port";

  /// As many Envoy routes as it takes. A prefix without a slash at its end becomes two, as App Mesh
  /// had it, so that `/red/x` loses `/red/` and `/red` itself becomes `/`.
  List<Route.Builder> routes() {
    return switch (spec) {
      case GatewayRouteSpec.Http http -> routes(http);
      case GatewayRouteSpec.Grpc grpc -> List.of(route(RouteMatches.of(grpc.match()), action()));
    };
  }

  private List<Route.Builder> routes(GatewayRouteSpec.Http http) {
    RouteMatch.Builder match = RouteMatches.of(http.match());
    RouteAction rewritten = rewritten(http.match().path(), http.rewrite().path());
    if (http.match().path() instanceof PathMatch.Prefix(var prefix) && !prefix.endsWith("/")) {
      var inside = match.clone().setPrefix(prefix + "/");
      return List.of(route(inside, rewritten), route(match, rewritten));
    }
    return List.of(route(match, rewritten));
  }

  private RouteAction rewritten(PathMatch match, Rewrite.Path rewrite) {
    return switch (rewrite) {
      case Rewrite.Path.Keep() -> action;
      case Rewrite.Path.Prefix(var prefix) -> action.toBuilder().setPrefixRewrite(prefix).build();
      case Rewrite.Path.Exact(var path) ->
          match instanceof PathMatch.Regex(var regex)
              ? action.toBuilder()
                  .setRegexRewrite(
                      RegexMatchAndSubstitute.newBuilder()
                          .setPattern(RouteMatches.regex(regex))
                          .setSubstitution(path.replace("\\", "\\\\")))
                  .build()
              : action.toBuilder().setPrefixRewrite(path).build();
    };
  }

  private Route.Builder route(RouteMatch.Builder match, RouteAction rewritten) {
    var route =
        Route.newBuilder()
            .setName(name)
            .setMatch(match)
            .addRequestHeadersToRemove(SERVICE_HEADER)
            .addRequestHeadersToRemove(PORT_HEADER);
    spec.targetPort()
        .ifPresent(port -> route.addRequestHeadersToAdd(header(PORT_HEADER, "" + port)));
    if (spec.rewrite().host()) {
      return route.setRoute(rewritten.toBuilder().setHostRewriteLiteral(spec.virtualService()));
    }
    return route
        .addRequestHeadersToAdd(header(SERVICE_HEADER, spec.virtualService()))
        .setRoute(rewritten);
  }

  private static HeaderValueOption header(String name, String value) {
    // A percent sign begins a command of Envoy's.
    String literal = value.replace("%", "%%");
    return HeaderValueOption.newBuilder()
        .setHeader(HeaderValue.newBuilder().setKey(name).setValue(literal))
        .setAppendAction(HeaderAppendAction.OVERWRITE_IF_EXISTS_OR_ADD)
        .build();
  }
}
