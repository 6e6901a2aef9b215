package dev.pillion.agent.reconcile;

import dev.pillion.mesh.model.ProxyGroup;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// A task as status shows it; immutable, made anew at each look.
///
/// @param cluster of ECS's, as its agent names it; empty where no container of ECS's is left
/// @param netnsContainer id of the container that owns its network namespace; empty for none
/// @param envoyContainer id; empty for none
/// @param started when the pause container started
/// @param heldAfter from there to the armed hold
/// @param releasedAfter from there to the release through Envoy
/// @param exposedFor how long its apps ran before they were held; empty when not at all
/// @param draining whether an app of it was told to stop
/// @param joined whether a person had it join
/// @param optedIn whether it belongs to the mesh, now or later
/// @param apps ids of the containers of its task definition that were seen
public record TaskReport(
    String id,
    String arn,
    String family,
    String revision,
    String cluster,
    Standing standing,
    Optional<ProxyGroup> group,
    String netnsContainer,
    String envoyContainer,
    Optional<Instant> started,
    Optional<Duration> heldAfter,
    Optional<Duration> releasedAfter,
    Optional<Duration> exposedFor,
    List<Integer> appPorts,
    List<String> addresses,
    EnvoyEnds envoyEnds,
    int ruleRepairs,
    boolean joined,
    boolean optedIn,
    boolean draining,
    List<String> apps) {
  /// Copies its lists.
  public TaskReport {
    apps = List.copyOf(apps);
    appPorts = List.copyOf(appPorts);
    addresses = List.copyOf(addresses);
  }

  /// How often its Envoy ended and was started again.
  public int envoyRestarts() {
    return envoyEnds.total();
  }
}
