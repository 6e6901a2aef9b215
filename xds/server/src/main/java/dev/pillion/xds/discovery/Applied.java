package dev.pillion.xds.discovery;

import dev.pillion.mesh.endpoint.ServiceKey;
import java.util.Set;

/// What became of a report.
public sealed interface Applied {
  /// It changed the endpoints of these services.
  record Changed(Set<ServiceKey> services) implements Applied {
    /// Copies its set.
    public Changed {
      services = Set.copyOf(services);
    }
  }

  /// It was taken in, and changed no service's endpoints.
  record Same() implements Applied {}

  /// It is older than what the table holds of its reporter, and was left out.
  record Stale(long epoch, long sequence) implements Applied {}

  /// A report before it is missing, so it was left out: only a full one helps.
  record Gap(long expected) implements Applied {}
}
