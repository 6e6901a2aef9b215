package dev.pillion.mesh.model;

import java.util.List;

/// Where traffic enters the mesh from outside it.
///
/// @param listeners its ports, which differ from each other
public record VirtualGatewaySpec(List<PortMapping> listeners) implements Spec {
  /// Copies its list.
  public VirtualGatewaySpec {
    listeners = List.copyOf(listeners);
  }
}
