package dev.pillion.xds.translate;

import dev.pillion.mesh.model.ProxyGroup;
import dev.pillion.mesh.model.ResourceId;
import dev.pillion.mesh.model.RouteSpec;
import dev.pillion.mesh.model.VirtualServiceSpec;
import dev.pillion.mesh.route.WeightedTarget;
import dev.pillion.mesh.state.MeshState;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;

/// What a proxy group's translation looks at in a mesh, whether it is there or not.
final class Reads {
  private Reads() {}

  static SortedSet<ResourceId> of(MeshState mesh, ProxyGroup group) {
    var reads = new TreeSet<ResourceId>();
    reads.add(new ResourceId.Mesh());
    switch (group.kind()) {
      case VIRTUAL_NODE -> {
        reads.add(new ResourceId.VirtualNode(group.name()));
        Optional.ofNullable(mesh.virtualNodes().get(group.name()))
            .ifPresent(
                node -> node.backends().forEach(b -> service(mesh, b.virtualService(), reads)));
      }
      case VIRTUAL_GATEWAY -> {
        reads.add(new ResourceId.VirtualGateway(group.name()));
        mesh.gatewayRoutesOf(group.name())
            .values()
            .forEach(route -> service(mesh, route.virtualService(), reads));
      }
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
