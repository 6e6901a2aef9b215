package dev.pillion.mesh.model;

import dev.pillion.mesh.route.GrpcMatch;
import dev.pillion.mesh.route.HostMatch;
import dev.pillion.mesh.route.HttpMatch;
import dev.pillion.mesh.route.Rewrite;
import java.util.Optional;
import java.util.OptionalInt;

/// Where matching requests at a virtual gateway go.
public sealed interface GatewayRouteSpec extends Spec {
  /// 0 to 1000, lowest first; one without comes after all that have one.
  OptionalInt priority();

  /// The gateway's port that it is for; empty where the match names none.
  OptionalInt matchPort();

  /// The hosts that it is for; empty for all that no other gateway route names.
  Optional<HostMatch> host();

  /// The virtual service that is called.
  String virtualService();

  /// The virtual service's port; empty where it has only one.
  OptionalInt targetPort();

  /// What changes on the way.
  Rewrite rewrite();

  /// A route of HTTP, of either version.
  record Http(
      OptionalInt priority,
      HttpMatch match,
      Optional<HostMatch> host,
      String virtualService,
      OptionalInt targetPort,
      Rewrite rewrite)
      implements GatewayRouteSpec {
    @Override
    public OptionalInt matchPort() {
      return match.port();
    }
  }

  /// A route of gRPC; its match names no method.
  record Grpc(
      OptionalInt priority,
      GrpcMatch match,
      Optional<HostMatch> host,
      String virtualService,
      OptionalInt targetPort,
      Rewrite rewrite)
      implements GatewayRouteSpec {
    @Override
    public OptionalInt matchPort() {
      return match.port();
    }
  }
}
