package dev.pillion.mesh.model;

import java.util.List;
import java.util.OptionalInt;

/// Where matching requests go, as App Mesh states it.
public sealed interface RouteSpec extends Spec {
  /// The virtual nodes that share the traffic.
  List<WeightedTarget> targets();

  /// 0 to 1000, lowest first; a route without one comes after all that have one.
  OptionalInt priority();

  /// The virtual router's port that the route is for; empty where the match names none.
  OptionalInt matchPort();

  /// A route that Envoy keeps in a route table.
  sealed interface L7 extends RouteSpec {}

  /// An HTTP route.
  record Http(OptionalInt priority, HttpMatch match, List<WeightedTarget> targets) implements L7 {
    /// Copies its targets.
    public Http {
      targets = List.copyOf(targets);
    }

    /// A match on a port is not translated yet, so that a route with one is no `Http`.
    @Override
    public OptionalInt matchPort() {
      return OptionalInt.empty();
    }
  }

  /// A route whose kind or match is stored and echoed, but not translated yet: Envoy is sent
  /// nothing for it.
  record Untranslated(OptionalInt priority, OptionalInt matchPort, List<WeightedTarget> targets)
      implements RouteSpec {
    /// Copies its targets.
    public Untranslated {
      targets = List.copyOf(targets);
    }
  }
}
