package dev.pillion.mesh.tls;

import java.util.Optional;

/// A listener's TLS.
///
/// @param validation a caller must show a certificate that passes it
public record ListenerTls(Mode mode, Certificate certificate, Optional<Validation> validation) {
  /// Who may call.
  public enum Mode {
    /// Callers with TLS.
    STRICT,
    /// Callers with TLS and without.
    PERMISSIVE,
    /// Callers without TLS.
    DISABLED
  }

  /// Whether callers can use TLS.
  public boolean offered() {
    return mode != Mode.DISABLED;
  }
}
