package dev.pillion.mesh.model;

import dev.pillion.mesh.listener.Listener;
import dev.pillion.mesh.listener.PortMapping;
import dev.pillion.mesh.tls.ClientPolicy;
import java.util.List;
import java.util.Optional;

/// Where traffic enters the mesh from outside it.
///
/// @param listeners at least one; their ports differ from each other
/// @param clientPolicy for all that it calls
public record VirtualGatewaySpec(
    List<Listener> listeners, Optional<ClientPolicy> clientPolicy, Optional<AccessLog> accessLog)
    implements Spec {
  /// Copies its list.
  public VirtualGatewaySpec {
    listeners = List.copyOf(listeners);
  }

  /// Where it listens.
  public List<PortMapping> ports() {
    return listeners.stream().map(Listener::portMapping).toList();
  }
}
