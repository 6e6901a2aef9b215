package dev.pillion.delta;

import java.util.Optional;

/// The resource types of the aggregated stream, in the order in which they are pushed.
public enum XdsType {
  /// Clusters.
  CDS("type.googleapis.com/envoy.config.cluster.v3.Cluster", true, true),
  /// The endpoints of a cluster.
  EDS("type.googleapis.com/envoy.config.endpoint.v3.ClusterLoadAssignment", false, true),
  /// Certificates with their keys, and authorities.
  SDS("type.googleapis.com/envoy.extensions.transport_sockets.tls.v3.Secret", false, false),
  /// Listeners.
  LDS("type.googleapis.com/envoy.config.listener.v3.Listener", true, true),
  /// Route tables.
  RDS("type.googleapis.com/envoy.config.route.v3.RouteConfiguration", false, false);

  private final String url;
  private final boolean wholesale;
  private final boolean sociable;

  XdsType(String url, boolean wholesale, boolean sociable) {
    this.url = url;
    this.wholesale = wholesale;
    this.sociable = sociable;
  }

  /// The type's URL on the wire.
  public String url() {
    return url;
  }

  /// Whether a client that names none is to have all of them; the others are asked for by name.
  boolean wholesale() {
    return wholesale;
  }

  /// Whether many share one response. For one bad resource Envoy drops a whole response of the
  /// others, or takes over an arbitrary part of it: they travel alone. It would do so with
  /// endpoints too; but those are checked for all that Envoy minds before they are sent, and if
  /// each cluster's waited for the acceptance of the last one's, a proxy with a hundred would wait
  /// for a hundred round trips. A refused response is taken apart in any case.
  boolean sociable() {
    return sociable;
  }

  /// The type of that URL, if it is one of these.
  public static Optional<XdsType> of(String url) {
    for (XdsType type : values()) {
      if (type.url.equals(url)) {
        return Optional.of(type);
      }
    }
    return Optional.empty();
  }
}
