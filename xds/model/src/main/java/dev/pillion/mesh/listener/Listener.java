package dev.pillion.mesh.listener;

import dev.pillion.mesh.tls.ListenerTls;
import java.util.Optional;

/// One port of a virtual node or a virtual gateway. A virtual gateway's has neither a timeout nor
/// outlier detection, and its health check has no reader: no proxy of the mesh calls a gateway.
///
/// @param healthCheck made by each caller's Envoy, of each endpoint
/// @param timeout at this end; a caller's route has its own
/// @param pool limits at this end, on the way to the application
/// @param outliers heeded by each caller's Envoy
public record Listener(
    PortMapping portMapping,
    Optional<HealthCheck> healthCheck,
    Timeout timeout,
    Optional<ConnectionPool> pool,
    Optional<OutlierDetection> outliers,
    Optional<ListenerTls> tls) {

  /// A listener that states nothing but its port.
  public static Listener plain(PortMapping portMapping) {
    return new Listener(
        portMapping,
        Optional.empty(),
        Timeout.DEFAULT,
        Optional.empty(),
        Optional.empty(),
        Optional.empty());
  }

  /// The port that it listens on.
  public int port() {
    return portMapping.port();
  }

  /// What is spoken there.
  public Protocol protocol() {
    return portMapping.protocol();
  }
}
