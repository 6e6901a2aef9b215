package dev.pillion.xds.ads;

import dev.pillion.mesh.model.MeshException;
import dev.pillion.mesh.model.ProxyGroup;
import io.envoyproxy.envoy.config.core.v3.Node;
import io.grpc.Status;

/// Whether a proxy's stream is served.
sealed interface Entry {
  /// It is, as this proxy's.
  record Admitted(ProxyIdentity identity) implements Entry {}

  /// It is not, and ends with this code.
  record Refused(Status status, String problem) implements Entry {}

  /// Decides by App Mesh's rules and codes. A stream that an agent forwards is not ended because
  /// its virtual node is not there: its task waits for the day that it is, and the agent says so.
  static Entry of(Caller caller, Node node, AdsService.Context context) {
    ProxyIdentity identity;
    try {
      identity = ProxyIdentity.of(caller.claim(), node);
    } catch (MeshException e) {
      return new Refused(Status.INVALID_ARGUMENT, String.valueOf(e.getMessage()));
    }
    ProxyGroup group = identity.group();
    var refused = context.doorkeeper().refuses(caller, group);
    if (refused.isPresent()) {
      return refused.get();
    }
    if (caller.relayed()) {
      return new Admitted(identity);
    }
    var problem = context.resources().problem(group);
    if (problem.isPresent()) {
      return new Refused(Status.INVALID_ARGUMENT, problem.get());
    }
    int most = context.rules().proxiesPerGroup();
    if (context.proxies().of(group) >= most) {
      return new Refused(
          Status.RESOURCE_EXHAUSTED,
          "%s: %d proxies are connected to this server, which is its limit; run fewer tasks, or raise PILLION_XDS_PROXIES"
              .formatted(group, most));
    }
    return new Admitted(identity);
  }
}
