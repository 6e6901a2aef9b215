package dev.pillion.agent.reconcile;

import dev.pillion.inject.apply.ContainerDetail;
import dev.pillion.inject.envoy.Bootstrap;
import dev.pillion.inject.plan.Reason;
import dev.pillion.inject.task.OwnLabels;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;

/// From a task in the mesh to one outside, without an end to what is open. An agent that stops on
/// the way leaves a state from which the next one goes on. Owned by its task's thread.
final class Leaving {
  private static final Duration LOOK_EVERY = Duration.ofMillis(500);

  private final Host host;
  private final TaskContainers containers;
  private final TaskHold hold;
  private final String id;
  private final Path adminSocket;
  private boolean unhooked;

  Leaving(Host host, TaskContainers containers, TaskHold hold, String id) {
    this.host = host;
    this.containers = containers;
    this.hold = hold;
    this.id = id;
    this.adminSocket = host.directories().of(id).resolve(Bootstrap.ADMIN_SOCKET);
  }

  /// One step.
  ///
  /// @param until when open connections may go on through Envoy
  /// @return empty once nothing of ours is left
  Optional<Outcome> pass(long pid, Instant until) {
    if (!unhooked) {
      host.namespaces().unhook(pid);
      // After the jumps: what waits goes around Envoy.
      hold.release();
      unhooked = true;
      if (envoyRuns() && inTime(until)) {
        host.probe().discourage(adminSocket);
        // What was on its way to Envoy is counted at the next look.
        return Optional.of(yet(OptionalLong.empty(), until));
      }
    }
    if (envoyRuns() && inTime(until)) {
      OptionalLong open = host.probe().connections(adminSocket);
      if (open.isEmpty() || open.getAsLong() > 0) {
        return Optional.of(yet(open, until));
      }
    }
    host.relays().close(id);
    host.injector().remove(id);
    containers.forgetSidecars();
    host.namespaces().removeRedirect(pid);
    return Optional.empty();
  }

  private Outcome yet(OptionalLong open, Instant until) {
    Duration left = Duration.between(host.clock().instant(), until);
    var note =
        new Note(
            Reason.LEAVING,
            "%s through its Envoy, until %s at the latest"
                .formatted(
                    open.isPresent()
                        ? open.getAsLong() + " open connections go on"
                        : "its open connections go on",
                    until),
            "pillion leave %s --drain 0s ends them".formatted(id));
    Duration again = left.compareTo(LOOK_EVERY) < 0 ? left : LOOK_EVERY;
    return Outcome.again(new Standing.Leaving(note), again.isNegative() ? Duration.ZERO : again);
  }

  private boolean inTime(Instant until) {
    return host.clock().instant().isBefore(until);
  }

  private boolean envoyRuns() {
    return containers.sidecar(OwnLabels.ENVOY).filter(ContainerDetail::running).isPresent();
  }
}
