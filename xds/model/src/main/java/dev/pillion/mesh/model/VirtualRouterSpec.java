package dev.pillion.mesh.model;

import dev.pillion.mesh.listener.PortMapping;
import java.util.List;

/// A virtual router: what it listens on.
public record VirtualRouterSpec(List<PortMapping> listeners) implements Spec {
  /// Copies its list.
  public VirtualRouterSpec {
    listeners = List.copyOf(listeners);
  }
}
