package dev.pillion.agent.netns;

import dev.pillion.mesh.model.MeshException;
import dev.pillion.routes.spec.Backend;
import dev.pillion.routes.spec.Family;
import java.util.Map;
import java.util.Optional;

/// What this kernel and this host's commands can do, tried without a trace.
public final class Facilities {
  private static final String REDIRECT =
      """
      *nat
      -A OUTPUT -p tcp --syn -m owner ! --uid-owner 1337 -j REDIRECT --to-ports 15001
      COMMIT
      """;

  private Facilities() {}

  /// What the host's own `iptables` is.
  ///
  /// @throws MeshException when there is none, with the remedy
  public static Backend hostsBackend() {
    return Iptables.hosts();
  }

  /// Why connections of a family cannot be redirected; empty when they can.
  public static Optional<String> redirectProblem(Backend backend, Family family) {
    try (var namespace = NetworkNamespace.empty()) {
      namespace.call(() -> {
        Iptables.restore(backend, Map.of(family, REDIRECT));
        return true;
      });
      return Optional.empty();
    } catch (MeshException e) {
      return Optional.of(e.getMessage() + "");
    }
  }

  /// Whether a time service steers the clock, as the kernel has it.
  public static boolean clockIsKept() {
    return Libc.clockIsKept();
  }
}
