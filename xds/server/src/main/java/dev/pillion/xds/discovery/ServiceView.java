package dev.pillion.xds.discovery;

import dev.pillion.mesh.endpoint.ServiceKey;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// One service as the table has it, for status.
///
/// @param instances how many are sent traffic
/// @param reporters the agents that list it, sorted
/// @param changed when its endpoints changed last
/// @param problem why an agent could not ask Cloud Map, if so
public record ServiceView(
    ServiceKey service,
    int instances,
    List<String> reporters,
    Instant changed,
    Optional<String> problem) {
  /// Copies its list.
  public ServiceView {
    reporters = List.copyOf(reporters);
  }
}
