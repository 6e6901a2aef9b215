package dev.pillion.agent.reconcile;

import dev.pillion.agent.envoy.EnvoyProbe;
import dev.pillion.agent.netns.Namespaces.Inspection;
import dev.pillion.inject.envoy.Bootstrap;
import dev.pillion.inject.plan.Reason;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;

/// Whether a task's Envoy can take its traffic.
final class Readiness {
  private final Host host;
  private final Path adminSocket;
  private List<String> addresses = List.of();
  private boolean ready;

  Readiness(Host host, String taskId) {
    this.host = host;
    this.adminSocket = host.directories().of(taskId).resolve(Bootstrap.ADMIN_SOCKET);
  }

  /// The task's own addresses at the last look.
  List<String> addresses() {
    return addresses;
  }

  /// What Envoy still lacks; once it lacks nothing, it is not asked again before [#forget].
  ///
  /// @param listeners the ports on which it has to listen
  Optional<Lack> lack(long pid, Set<Integer> listeners) {
    if (ready) {
      return Optional.empty();
    }
    Optional<Lack> lack = ofEnvoy().or(() -> ofPorts(pid, listeners));
    ready = lack.isEmpty();
    return lack;
  }

  /// Something happened to Envoy, or its ports are others now.
  void forget() {
    ready = false;
  }

  private Optional<Lack> ofEnvoy() {
    return switch (host.probe().readiness(adminSocket)) {
      case EnvoyProbe.Readiness.Ready _ -> Optional.empty();
      case EnvoyProbe.Readiness.Waiting(var what) -> Optional.of(notReady(what));
    };
  }

  private Optional<Lack> ofPorts(long pid, Set<Integer> listeners) {
    Inspection found = host.namespaces().inspect(pid);
    addresses = found.addresses();
    SortedSet<Integer> silent = new TreeSet<>(listeners);
    silent.removeAll(found.listening());
    return silent.isEmpty()
        ? Optional.empty()
        : Optional.of(notReady("nothing listens on its port " + silent.first()));
  }

  private static Lack notReady(String what) {
    return Lack.soon(
        Reason.ENVOY_NOT_READY,
        "Envoy is not ready: " + what,
        "see docker logs of its container, and pillion status --server for what it was sent");
  }
}
