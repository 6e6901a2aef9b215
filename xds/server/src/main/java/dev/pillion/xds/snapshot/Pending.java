package dev.pillion.xds.snapshot;

import dev.pillion.mesh.endpoint.ServiceKey;
import dev.pillion.mesh.model.ResourceId;
import dev.pillion.mesh.state.Committed;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/// What has changed since the last pass. Safe for use by many threads.
final class Pending {
  /// What one pass has to look at.
  ///
  /// @param touched by mesh; a route counts as its virtual router, a gateway route as its virtual
  ///   gateway
  record Work(Map<String, Set<ResourceId>> touched, Set<ServiceKey> services) {}

  private Map<String, Set<ResourceId>> touched = new HashMap<>();
  private Set<ServiceKey> services = new HashSet<>();

  synchronized void add(Committed commit) {
    var ofMesh = touched.computeIfAbsent(commit.mesh(), _ -> new HashSet<>());
    if (commit.state().isEmpty()) {
      ofMesh.add(new ResourceId.Mesh());
    }
    for (ResourceId id : commit.touched()) {
      ofMesh.add(
          switch (id) {
            case ResourceId.Route(var router, _) -> new ResourceId.VirtualRouter(router);
            case ResourceId.GatewayRoute(var gateway, _) -> new ResourceId.VirtualGateway(gateway);
            case ResourceId.Mesh _,
                ResourceId.VirtualNode _,
                ResourceId.VirtualRouter _,
                ResourceId.VirtualService _,
                ResourceId.VirtualGateway _ ->
                id;
          });
    }
  }

  synchronized void add(Set<ServiceKey> changed) {
    services.addAll(changed);
  }

  synchronized Work take() {
    var work = new Work(touched, services);
    touched = new HashMap<>();
    services = new HashSet<>();
    return work;
  }
}
