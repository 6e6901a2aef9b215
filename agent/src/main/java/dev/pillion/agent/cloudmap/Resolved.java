package dev.pillion.agent.cloudmap;

import dev.pillion.mesh.endpoint.Instance;
import dev.pillion.mesh.endpoint.ServiceKey;
import java.util.List;

/// What is known of a Cloud Map service.
///
/// @param revision Cloud Map's, when the instances were asked for
/// @param instances by id; those last known when there is a problem
/// @param problem why it could not be asked the last time; empty when it could
public record Resolved(
    ServiceKey service, long revision, List<Instance> instances, String problem) {
  /// Copies its list.
  public Resolved {
    instances = List.copyOf(instances);
  }
}
