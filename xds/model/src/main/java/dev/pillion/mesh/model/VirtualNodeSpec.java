package dev.pillion.mesh.model;

import java.util.List;
import java.util.Optional;

/// A virtual node, as far as it is translated: what it listens on, how it is found, and the virtual
/// services that it calls.
public record VirtualNodeSpec(
    List<PortMapping> listeners, Optional<ServiceDiscovery> serviceDiscovery, List<String> backends)
    implements Spec {
  /// Copies its lists.
  public VirtualNodeSpec {
    listeners = List.copyOf(listeners);
    backends = List.copyOf(backends);
  }
}
