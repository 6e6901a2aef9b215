package dev.pillion.mesh.endpoint;

import java.util.List;

/// Endpoints as one agent knows them.
///
/// @param reporter the agent's host, one name for its whole life
/// @param epoch grows by one with each start of the agent
/// @param sequence 1 for the first report of a connection, then one more each
/// @param full whether it replaces all that the agent said before, or adds to the report before it
/// @param forgotten services that the agent no longer looks up
/// @param goneTasks ids of tasks that have ended
public record EndpointReport(
    String reporter,
    long epoch,
    long sequence,
    boolean full,
    List<ServiceReport> services,
    List<ServiceKey> forgotten,
    List<LocalTask> tasks,
    List<String> goneTasks) {
  /// Copies its lists.
  public EndpointReport {
    services = List.copyOf(services);
    forgotten = List.copyOf(forgotten);
    tasks = List.copyOf(tasks);
    goneTasks = List.copyOf(goneTasks);
  }
}
