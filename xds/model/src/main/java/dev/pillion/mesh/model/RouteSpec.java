package dev.pillion.mesh.model;

import dev.pillion.mesh.listener.Timeout;
import dev.pillion.mesh.route.GrpcMatch;
import dev.pillion.mesh.route.HttpMatch;
import dev.pillion.mesh.route.RetryPolicy;
import dev.pillion.mesh.route.WeightedTarget;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/// Where matching requests or connections go, as App Mesh states it.
public sealed interface RouteSpec extends Spec {
  /// 0 to 1000, lowest first; a route without one comes after all that have one.
  OptionalInt priority();

  /// The virtual router's port that the route is for; empty where the match names none.
  OptionalInt matchPort();

  /// The virtual nodes that share the traffic.
  List<WeightedTarget> targets();

  /// How long it may take.
  Timeout timeout();

  /// A route that Envoy keeps in a route table.
  sealed interface L7 extends RouteSpec {
    /// When a request is tried again; App Mesh's default where there is none.
    Optional<RetryPolicy> retries();
  }

  /// A route of HTTP, of either version: App Mesh's `httpRoute` and `http2Route`.
  record Http(
      OptionalInt priority,
      HttpMatch match,
      List<WeightedTarget> targets,
      Timeout timeout,
      Optional<RetryPolicy> retries)
      implements L7 {
    /// Copies its targets.
    public Http {
      targets = List.copyOf(targets);
    }

    @Override
    public OptionalInt matchPort() {
      return match.port();
    }
  }

  /// A route of gRPC.
  record Grpc(
      OptionalInt priority,
      GrpcMatch match,
      List<WeightedTarget> targets,
      Timeout timeout,
      Optional<RetryPolicy> retries)
      implements L7 {
    /// Copies its targets.
    public Grpc {
      targets = List.copyOf(targets);
    }

    @Override
    public OptionalInt matchPort() {
      return match.port();
    }
  }

  /// A route of bytes, which Envoy keeps in a filter chain.
  record Tcp(
      OptionalInt priority, OptionalInt matchPort, List<WeightedTarget> targets, Timeout timeout)
      implements RouteSpec {
    /// Copies its targets.
    public Tcp {
      targets = List.copyOf(targets);
    }
  }
}
