package dev.pillion.mesh.tls;

import java.util.Collections;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/// How a virtual node or a virtual gateway calls its backends.
///
/// @param tls nothing where the policy leaves TLS to the other side
public record ClientPolicy(Optional<Tls> tls) {
  /// A policy for TLS.
  ///
  /// @param enforce no call without TLS, whatever the other side offers; App Mesh's default
  /// @param ports of the called listeners; empty for all
  /// @param certificate shown to the other side, from a file or by SDS
  public record Tls(
      boolean enforce,
      Set<Integer> ports,
      Optional<Certificate> certificate,
      Validation validation) {
    /// Copies its ports, sorted.
    public Tls {
      ports = Collections.unmodifiableSet(new TreeSet<>(ports));
    }

    /// Whether the policy is for calls to that port.
    public boolean covers(int port) {
      return ports.isEmpty() || ports.contains(port);
    }
  }
}
