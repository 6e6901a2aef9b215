package dev.pillion.mesh.model;

import dev.pillion.mesh.listener.Listener;
import dev.pillion.mesh.listener.PortMapping;
import dev.pillion.mesh.tls.ClientPolicy;
import java.util.List;
import java.util.Optional;

/// A virtual node: what it listens on, how it is found, and the virtual services that it calls.
///
/// @param listeners their ports differ from each other; none for a mere caller
/// @param backends each virtual service once
/// @param clientPolicy for backends that have none of their own
public record VirtualNodeSpec(
    List<Listener> listeners,
    Optional<ServiceDiscovery> serviceDiscovery,
    List<Backend> backends,
    Optional<ClientPolicy> clientPolicy,
    Optional<AccessLog> accessLog)
    implements Spec {
  /// Copies its lists.
  public VirtualNodeSpec {
    listeners = List.copyOf(listeners);
    backends = List.copyOf(backends);
  }

  /// Where it listens.
  public List<PortMapping> ports() {
    return listeners.stream().map(Listener::portMapping).toList();
  }
}
