package dev.pillion.mesh.model;

import java.util.Optional;

/// A virtual service: what provides it, which may be nothing yet.
public record VirtualServiceSpec(Optional<Provider> provider) implements Spec {
  /// What provides a virtual service.
  public sealed interface Provider {
    /// One virtual node, without routes.
    record Node(String virtualNode) implements Provider {}

    /// A virtual router's routes.
    record Router(String virtualRouter) implements Provider {}
  }
}
