package dev.pillion.agent.reconcile;

import dev.pillion.inject.apply.Applied;
import dev.pillion.inject.apply.ContainerDetail;
import dev.pillion.inject.apply.Side;
import dev.pillion.inject.plan.InjectionPlan.Inject;
import dev.pillion.inject.plan.Reason;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// A task's two containers; one that is where it should be is looked at again only when something
/// happened to it.
final class Sidecars {
  private final Host host;
  private final Consumer<ContainerDetail> seen;

  private @Nullable Side envoy;
  private @Nullable Side routes;
  private boolean routesAgain;

  Sidecars(Host host, Consumer<ContainerDetail> seen) {
    this.host = host;
    this.seen = seen;
  }

  /// Something happened to Envoy: what was seen of it holds no more.
  void envoyTouched() {
    envoy = null;
  }

  /// Something happened to the route-manager.
  void routesTouched() {
    routes = null;
  }

  /// The route-manager is to run once more.
  void runRoutesAgain() {
    routesAgain = true;
    routes = null;
  }

  /// Makes and starts both, side by side, as far as they are not there.
  Optional<Lack> both(Inject plan, long namespace, Map<String, String> notes) {
    if (envoy == null && routes == null) {
      forgetRoutes(plan);
      Applied applied = host.injector().apply(plan, namespace, notes);
      sawEnvoy(applied.envoy());
      sawRoutes(applied.routes());
      return Lack.of(applied.envoy()).or(() -> Lack.of(applied.routes()));
    }
    return envoy(plan, notes).or(() -> routesStarted(plan, namespace));
  }

  /// Makes and starts Envoy alone.
  Optional<Lack> envoy(Inject plan, Map<String, String> notes) {
    Side side = envoy;
    if (side == null) {
      side = host.injector().envoy(plan, notes);
      sawEnvoy(side);
    }
    return Lack.of(side);
  }

  /// Has the route-manager run to its end.
  Optional<Lack> routesDone(Inject plan, long namespace) {
    return routesStarted(plan, namespace)
        .or(() ->
            routes instanceof Side.Running
                ? Optional.of(Lack.soon(Reason.STARTING, "waits for the route-manager's end", ""))
                : Optional.empty());
  }

  private Optional<Lack> routesStarted(Inject plan, long namespace) {
    Side side = routes;
    if (side == null) {
      forgetRoutes(plan);
      side = host.injector().routes(plan, namespace);
      sawRoutes(side);
    }
    return Lack.of(side);
  }

  private void forgetRoutes(Inject plan) {
    if (routesAgain) {
      host.injector().forgetRoutes(plan);
      routesAgain = false;
    }
  }

  private void sawEnvoy(Side side) {
    envoy = Lack.of(side).isEmpty() ? side : null;
    if (side instanceof Side.Running(var container)) {
      seen.accept(container);
    }
  }

  private void sawRoutes(Side side) {
    routes = Lack.of(side).isEmpty() ? side : null;
  }
}
