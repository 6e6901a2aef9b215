package dev.pillion.xds.translate;

import dev.pillion.mesh.model.GatewayRouteSpec;
import dev.pillion.mesh.model.RouteSpec;
import dev.pillion.mesh.route.GrpcMatch;
import dev.pillion.mesh.route.HttpMatch;
import dev.pillion.mesh.route.PathMatch;
import java.util.Comparator;
import java.util.Map.Entry;
import java.util.OptionalInt;

/// The order in which routes are tried. App Mesh's: the lowest priority first, and of those the
/// longest prefix. What it left open: an exact path before an expression, an expression before any
/// prefix, more conditions before fewer, and at last the name.
final class RouteOrder {
  // A route without a priority comes after all that have one, which go up to 1000.
  private static final int LAST = 1001;

  /// Routes by their names.
  static final Comparator<Entry<String, RouteSpec>> ROUTES =
      Comparator.comparing((Entry<String, RouteSpec> route) -> rank(route.getValue()))
          .thenComparing(Entry::getKey);

  /// Gateway routes by their names.
  static final Comparator<Entry<String, GatewayRouteSpec>> GATEWAY_ROUTES =
      Comparator.comparing((Entry<String, GatewayRouteSpec> route) -> rank(route.getValue()))
          .thenComparing(Entry::getKey);

  private enum Kind {
    EXACT,
    REGEX,
    PREFIX
  }

  private record Rank(int priority, Kind kind, int length, int conditions)
      implements Comparable<Rank> {
    private static final Comparator<Rank> ORDER =
        Comparator.comparingInt(Rank::priority)
            .thenComparing(Rank::kind)
            .thenComparing(Rank::length, Comparator.reverseOrder())
            .thenComparing(Rank::conditions, Comparator.reverseOrder());

    @Override
    public int compareTo(Rank other) {
      return ORDER.compare(this, other);
    }
  }

  private RouteOrder() {}

  private static Rank rank(RouteSpec route) {
    return switch (route) {
      case RouteSpec.Http http -> rank(http.priority(), http.match());
      case RouteSpec.Grpc grpc -> rank(grpc.priority(), grpc.match());
      case RouteSpec.Tcp tcp -> new Rank(tcp.priority().orElse(LAST), Kind.PREFIX, 0, 0);
    };
  }

  private static Rank rank(GatewayRouteSpec route) {
    return switch (route) {
      case GatewayRouteSpec.Http http -> rank(http.priority(), http.match());
      case GatewayRouteSpec.Grpc grpc -> rank(grpc.priority(), grpc.match());
    };
  }

  private static Rank rank(OptionalInt priority, HttpMatch match) {
    int conditions =
        match.headers().size()
            + match.queryParameters().size()
            + (match.method().isPresent() ? 1 : 0)
            + (match.scheme().isPresent() ? 1 : 0);
    int first = priority.orElse(LAST);
    return switch (match.path()) {
      case PathMatch.Exact(var path) -> new Rank(first, Kind.EXACT, path.length(), conditions);
      case PathMatch.Regex(var regex) -> new Rank(first, Kind.REGEX, regex.length(), conditions);
      case PathMatch.Prefix(var prefix) ->
          new Rank(first, Kind.PREFIX, prefix.length(), conditions);
    };
  }

  private static Rank rank(OptionalInt priority, GrpcMatch match) {
    String service = match.service().orElse("");
    Kind kind = match.method().isPresent() ? Kind.EXACT : Kind.PREFIX;
    return new Rank(priority.orElse(LAST), kind, service.length(), match.metadata().size());
  }
}
