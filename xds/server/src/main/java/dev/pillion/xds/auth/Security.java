package dev.pillion.xds.auth;

import java.nio.file.Path;
import java.util.Optional;

/// How a server is guarded.
///
/// @param signing what requests must be signed for
/// @param keys what opens the secrets of access keys; empty where nobody is asked for credentials
/// @param tls the listeners' certificate; empty for plain connections
/// @param clientAuthority certificates of those who sign the xds listener's clients; it speaks TLS
///   with such clients only, if given
public record Security(
    SigningScope signing,
    Optional<KeySource> keys,
    Optional<TlsFiles> tls,
    Optional<Path> clientAuthority) {
  /// Nobody is asked, and nothing is encrypted: for loopback.
  public static final Security DEVELOPMENT =
      new Security(
          SigningScope.of("us-east-1"), Optional.empty(), Optional.empty(), Optional.empty());
}
