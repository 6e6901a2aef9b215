package dev.pillion.xds.api;

import dev.pillion.xds.auth.Gate;
import java.util.Optional;
import javax.net.ssl.SSLContext;

/// How the API is reached.
///
/// @param gate who decides whom a request comes from
/// @param tls what the listener speaks TLS with; empty for plain HTTP
public record Access(Gate gate, Optional<SSLContext> tls) {
  /// Nobody is asked for credentials, and nothing is encrypted: for loopback.
  public static final Access OPEN = new Access(Gate.OPEN, Optional.empty());
}
