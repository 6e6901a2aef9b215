package dev.pillion.xds.translate;

import dev.pillion.mesh.model.ProxyGroup;
import dev.pillion.mesh.model.ResourceId;
import dev.pillion.mesh.model.RouteSpec;
import dev.pillion.mesh.model.VirtualServiceSpec;
import dev.pillion.mesh.model.WeightedTarget;
import dev.pillion.mesh.state.MeshState;
import java.util.SortedSet;
import java.util.TreeSet;

/// What a proxy group's translation looks at in a mesh, whether it is there or not.
final class Reads {
  private Reads() {}

  static SortedSet<ResourceId> of(MeshState mesh, ProxyGroup group) {
    var reads = new TreeSet<ResourceId>();
    reads.add(new ResourceId.Mesh());
    reads.add(new ResourceId.VirtualNode(group.name()));
    var node = mesh.virtualNodes().get(group.name());
    if (node != null) {
      Backends.services(node).forEach(service -> service(mesh, service, reads));
    }
    return reads;
  }

  private static void service(MeshState mesh, String name, SortedSet<ResourceId> reads) {
    reads.add(new ResourceId.VirtualService(name));
    var service = mesh.virtualServices().get(name);
    if (service == null || service.provider().isEmpty()) {
      return;
    }
    switch (service.provider().get()) {
      case VirtualServiceSpec.Provider.Node(var node) ->
          reads.add(new ResourceId.VirtualNode(node));
      case VirtualServiceSpec.Provider.Router(var router) -> {
        reads.add(new ResourceId.VirtualRouter(router));
        for (RouteSpec route : mesh.routesOf(router).values()) {
          for (WeightedTarget target : route.targets()) {
            reads.add(new ResourceId.VirtualNode(target.virtualNode()));
          }
        }
      }
    }
  }
}
