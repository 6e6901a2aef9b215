package dev.pillion.delta;

import java.util.Optional;

/// The resource types of the aggregated stream, in the order in which they are pushed.
public enum XdsType {
  /// Clusters.
  CDS("type.googleapis.com/envoy.config.cluster.v3.Cluster", true),
  /// The endpoints of a cluster.
  EDS("type.googleapis.com/envoy.config.endpoint.v3.ClusterLoadAssignment", false),
  /// Certificates with their keys, and authorities.
  SDS("type.googleapis.com/envoy.extensions.transport_sockets.tls.v3.Secret", false),
  /// Listeners.
  LDS("type.googleapis.com/envoy.config.listener.v3.Listener", true),
  /// Route tables.
  RDS("type.googleapis.com/envoy.config.route.v3.RouteConfiguration", false);

  private final String url;
  private final boolean wholesale;

  XdsType(String url, boolean wholesale) {
    this.url = url;
    this.wholesale = wholesale;
  }

  /// The type's URL on the wire.
  public String url() {
    return url;
  }

  /// Whether a client that names none is to have all of them, and many share one response. The
  /// others are asked for by name and travel alone, for Envoy drops a whole response of theirs when
  /// one resource in it is bad.
  boolean wholesale() {
    return wholesale;
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
