package dev.pillion.inject.task;

import java.time.Instant;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/// A container as Docker shows it.
///
/// @param id 64 hexadecimal digits
/// @param networkMode Docker's word: `none`, `host`, `bridge`, `default`, empty, or
///   `container:<id>`
/// @param user the user it runs as, as given: empty, a name or a uid, perhaps with `:group`
/// @param tcpPorts ports it says it listens on (`EXPOSE`, port mappings)
/// @param startedAt when it last started; empty when it never did
/// @param pid its first process in the host's numbering; 0 when it does not run
public record ContainerView(
    String id,
    String image,
    Map<String, String> labels,
    State state,
    String networkMode,
    String user,
    Set<Integer> tcpPorts,
    Optional<Instant> startedAt,
    long pid) {
  /// How far a container is.
  public enum State {
    /// Never started.
    CREATED,
    /// Runs, or is paused or restarting.
    RUNNING,
    /// Ran, and does no longer.
    EXITED
  }

  /// Copies its collections.
  public ContainerView {
    labels = Collections.unmodifiableMap(new TreeMap<>(labels));
    tcpPorts = Set.copyOf(tcpPorts);
  }

  /// Its name in the task definition, or ECS's internal one; empty for a container that ECS did not
  /// create.
  public String name() {
    return labels.getOrDefault(EcsLabels.CONTAINER_NAME, "");
  }

  /// The ARN of the task it belongs to, as ECS's label or ours says.
  public Optional<String> taskArn() {
    return Optional.ofNullable(labels.get(EcsLabels.TASK_ARN))
        .or(() -> Optional.ofNullable(labels.get(OwnLabels.TASK_ARN)));
  }

  /// What it does for Pillion; empty for a container that is not ours. One that ECS created is not,
  /// whatever labels its task definition gives it.
  public Optional<String> role() {
    return labels.containsKey(EcsLabels.TASK_ARN)
        ? Optional.empty()
        : Optional.ofNullable(labels.get(OwnLabels.ROLE));
  }
}
