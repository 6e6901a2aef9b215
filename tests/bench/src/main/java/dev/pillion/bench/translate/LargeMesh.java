package dev.pillion.bench.translate;

import dev.pillion.mesh.listener.Listener;
import dev.pillion.mesh.listener.PortMapping;
import dev.pillion.mesh.listener.Protocol;
import dev.pillion.mesh.listener.Timeout;
import dev.pillion.mesh.model.Backend;
import dev.pillion.mesh.model.IpPreference;
import dev.pillion.mesh.model.MeshSpec;
import dev.pillion.mesh.model.ResourceId;
import dev.pillion.mesh.model.RouteSpec;
import dev.pillion.mesh.model.ServiceDiscovery;
import dev.pillion.mesh.model.VirtualNodeSpec;
import dev.pillion.mesh.model.VirtualRouterSpec;
import dev.pillion.mesh.model.VirtualServiceSpec;
import dev.pillion.mesh.route.HttpMatch;
import dev.pillion.mesh.route.PathMatch;
import dev.pillion.mesh.route.WeightedTarget;
import dev.pillion.mesh.state.MeshDraft;
import dev.pillion.mesh.state.MeshState;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.IntStream;

/// A mesh of 1,000 virtual nodes, each behind a virtual service of its own with one route, and
/// callers of them.
final class LargeMesh {
  static final int NODES = 1_000;

  private static final PortMapping PORT = new PortMapping(8080, Protocol.HTTP);

  private LargeMesh() {}

  /// The mesh, with virtual nodes `caller-<n>` that have so many backends.
  static MeshState with(int... backends) {
    var draft = MeshDraft.of(MeshState.empty("bench", 1, MeshSpec.DEFAULT));
    for (int i = 0; i < NODES; i++) {
      String name = "node-" + i;
      draft
          .put(new ResourceId.VirtualNode(name), called("service-" + i))
          .put(new ResourceId.VirtualRouter(name), new VirtualRouterSpec(List.of(PORT)))
          .put(new ResourceId.Route(name, "all"), route(name))
          .put(
              new ResourceId.VirtualService(service(i)),
              new VirtualServiceSpec(Optional.of(new VirtualServiceSpec.Provider.Router(name))));
    }
    for (int count : backends) {
      draft.put(new ResourceId.VirtualNode("caller-" + count), caller(count));
    }
    return draft.at(1);
  }

  private static String service(int i) {
    return "service-" + i + ".bench.local";
  }

  private static VirtualNodeSpec called(String service) {
    return new VirtualNodeSpec(
        List.of(Listener.plain(PORT)),
        Optional.of(
            new ServiceDiscovery.CloudMap("bench.local", service, Map.of(), IpPreference.UNSET)),
        List.of(),
        Optional.empty(),
        Optional.empty());
  }

  private static VirtualNodeSpec caller(int count) {
    return new VirtualNodeSpec(
        List.of(Listener.plain(PORT)),
        Optional.of(
            new ServiceDiscovery.Dns(
                "caller.bench.local", ServiceDiscovery.Response.LOADBALANCER, IpPreference.UNSET)),
        IntStream.range(0, count).mapToObj(i -> new Backend(service(i), Optional.empty())).toList(),
        Optional.empty(),
        Optional.empty());
  }

  private static RouteSpec route(String node) {
    return new RouteSpec.Http(
        OptionalInt.empty(),
        HttpMatch.of(PathMatch.ALL),
        List.of(new WeightedTarget(node, 1, OptionalInt.empty())),
        Timeout.DEFAULT,
        Optional.empty());
  }
}
