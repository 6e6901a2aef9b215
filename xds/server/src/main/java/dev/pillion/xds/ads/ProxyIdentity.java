package dev.pillion.xds.ads;

import dev.pillion.delta.EnvoyVersion;
import dev.pillion.mesh.model.MeshException;
import dev.pillion.mesh.model.MeshException.Code;
import dev.pillion.mesh.model.ProxyGroup;
import io.envoyproxy.envoy.config.core.v3.Node;

/// Who a proxy is, for the whole life of its stream.
record ProxyIdentity(String nodeId, String task, ProxyGroup group, String envoyVersion) {
  /// From the agent's claim where there is one, else from the node of the first request.
  static ProxyIdentity of(Claim claim, Node node) {
    String id = claim.node().isEmpty() ? node.getId() : claim.node();
    ProxyGroup group =
        ProxyGroup.parse(id)
            .orElseThrow(() ->
                new MeshException(
                    Code.INVALID,
                    "proxy with node id '%s'".formatted(id),
                    "the id names no virtual node or virtual gateway",
                    "set node.id in Envoy's bootstrap (APPMESH_RESOURCE_ARN in an App Mesh"
                        + " image) to mesh/<mesh>/virtualNode/<name>"));
    return new ProxyIdentity(id, claim.task(), group, EnvoyVersion.of(node));
  }

  /// Whether this is the proxy of that node id, or one of the group of that id.
  boolean isOrBelongsTo(String id) {
    return nodeId.equals(id) || group.toString().equals(id);
  }
}
