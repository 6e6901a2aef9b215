package dev.pillion.inject.plan;

import dev.pillion.routes.plan.HoldScope;
import dev.pillion.routes.spec.RedirectSpec;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// How a task's connections come to its Envoy.
public sealed interface Interception {
  /// The task's ports that Envoy stands before.
  List<Integer> ports();

  /// The ports on which Envoy listens once it can take connections.
  Set<Integer> listeners();

  /// What has to wait until it does.
  HoldScope held();

  /// Rules that the route-manager sets lead them to it.
  record Redirected(RouteManagerContainer routes, RedirectSpec redirect) implements Interception {
    @Override
    public List<Integer> ports() {
      return redirect.appPorts();
    }

    @Override
    public Set<Integer> listeners() {
      return redirect.appPorts().isEmpty()
          ? Set.of(redirect.egressPort())
          : Set.of(redirect.egressPort(), redirect.ingressPort());
    }

    @Override
    public HoldScope held() {
      return new HoldScope.Redirected(redirect);
    }
  }

  /// Callers call it: it is a gateway, and there are no rules. What comes in on its ports it sends
  /// through its egress port, on loopback.
  record Front(List<Integer> ports) implements Interception {
    /// Copies its ports.
    public Front {
      ports = List.copyOf(ports);
    }

    @Override
    public Set<Integer> listeners() {
      var listeners = new HashSet<>(ports);
      listeners.add(InjectorConfig.EGRESS_PORT);
      return Set.copyOf(listeners);
    }

    @Override
    public HoldScope held() {
      return new HoldScope.Inbound(ports);
    }
  }
}
