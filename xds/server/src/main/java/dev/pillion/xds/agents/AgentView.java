package dev.pillion.xds.agents;

import dev.pillion.mesh.endpoint.ServiceKey;
import java.time.Instant;
import java.util.List;

/// One agent as the server knows it, for status. An agent that has gone is listed for as long as
/// its word counts.
///
/// @param reporter its host
/// @param sequence of its newest report
/// @param heard when it last said something
/// @param resolves the Cloud Map services that it looks up, sorted
/// @param localTasks how many tasks of the mesh run on its host
public record AgentView(
    String reporter,
    long epoch,
    long sequence,
    String version,
    boolean connected,
    Instant heard,
    List<ServiceKey> resolves,
    int localTasks) {
  /// Copies its list.
  public AgentView {
    resolves = List.copyOf(resolves);
  }
}
