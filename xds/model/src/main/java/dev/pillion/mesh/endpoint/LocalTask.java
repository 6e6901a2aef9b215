package dev.pillion.mesh.endpoint;

import dev.pillion.mesh.model.ProxyGroup;
import java.util.List;

/// A task of the mesh on an agent's own host: for its addresses the agent's word beats Cloud Map's.
public record LocalTask(
    String id, String arn, ProxyGroup group, State state, List<String> addresses) {
  /// Whether it may be sent traffic.
  public enum State {
    /// Not yet.
    HELD,
    /// Yes.
    RELEASED,
    /// No longer.
    DRAINING
  }

  /// Copies its addresses.
  public LocalTask {
    addresses = List.copyOf(addresses);
  }
}
