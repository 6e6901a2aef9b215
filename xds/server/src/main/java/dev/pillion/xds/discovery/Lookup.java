package dev.pillion.xds.discovery;

import dev.pillion.mesh.endpoint.Instance;
import java.util.List;

/// What the table has of a service.
public sealed interface Lookup {
  /// These instances may be sent traffic, by id; none is an answer too.
  record Known(List<Instance> instances) implements Lookup {
    /// Copies its list.
    public Known {
      instances = List.copyOf(instances);
    }
  }

  /// No agent has listed it yet, but there was hardly time to.
  record Awaited() implements Lookup {}

  /// No agent has listed it, and none is waited for any longer.
  record Unknown() implements Lookup {}
}
