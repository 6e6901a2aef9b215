package dev.pillion.mesh.endpoint;

import java.util.List;

/// What one agent has to say of one Cloud Map service.
public sealed interface ServiceReport {
  /// The service it is about.
  ServiceKey service();

  /// All its instances.
  ///
  /// @param revision Cloud Map's own count of the service's changes; 0 where it gives none
  record Resolved(ServiceKey service, long revision, List<Instance> instances)
      implements ServiceReport {
    /// Copies its list.
    public Resolved {
      instances = List.copyOf(instances);
    }
  }

  /// Cloud Map could not be asked: what was known before stays.
  record Unresolved(ServiceKey service, String problem) implements ServiceReport {}
}
