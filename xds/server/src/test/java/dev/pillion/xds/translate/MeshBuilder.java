package dev.pillion.xds.translate;

import dev.pillion.mesh.listener.Listener;
import dev.pillion.mesh.listener.PortMapping;
import dev.pillion.mesh.listener.Protocol;
import dev.pillion.mesh.listener.Timeout;
import dev.pillion.mesh.model.Backend;
import dev.pillion.mesh.model.EgressFilter;
import dev.pillion.mesh.model.IpPreference;
import dev.pillion.mesh.model.MeshSpec;
import dev.pillion.mesh.model.ResourceId;
import dev.pillion.mesh.model.RouteSpec;
import dev.pillion.mesh.model.ServiceDiscovery;
import dev.pillion.mesh.model.Spec;
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
import java.util.stream.Stream;

/// A mesh in few words, for tests.
public final class MeshBuilder {
  private final MeshDraft draft;

  public MeshBuilder(String mesh) {
    draft = MeshDraft.of(MeshState.empty(mesh, 0, MeshSpec.DEFAULT));
  }

  public MeshBuilder(MeshState from) {
    draft = MeshDraft.of(from);
  }

  public MeshBuilder egress(EgressFilter filter) {
    return put(new ResourceId.Mesh(), new MeshSpec(filter, IpPreference.UNSET));
  }

  /// A virtual node that only calls others.
  public MeshBuilder caller(String name, String... backends) {
    var spec = node(List.of(), Optional.empty(), backends);
    return put(new ResourceId.VirtualNode(name), spec);
  }

  public MeshBuilder node(
      String name, List<PortMapping> listeners, ServiceDiscovery discovery, String... backends) {
    var spec = node(listeners, Optional.of(discovery), backends);
    return put(new ResourceId.VirtualNode(name), spec);
  }

  public MeshBuilder router(String name, PortMapping... listeners) {
    return put(new ResourceId.VirtualRouter(name), new VirtualRouterSpec(List.of(listeners)));
  }

  public MeshBuilder route(
      String router, String name, OptionalInt priority, String prefix, WeightedTarget... targets) {
    var spec =
        new RouteSpec.Http(
            priority,
            HttpMatch.of(new PathMatch.Prefix(prefix)),
            List.of(targets),
            Timeout.DEFAULT,
            Optional.empty());
    return put(new ResourceId.Route(router, name), spec);
  }

  public MeshBuilder tcpRoute(String router, String name, WeightedTarget... targets) {
    var spec =
        new RouteSpec.Tcp(
            OptionalInt.empty(), OptionalInt.empty(), List.of(targets), Timeout.DEFAULT);
    return put(new ResourceId.Route(router, name), spec);
  }

  public MeshBuilder serviceByRouter(String name, String router) {
    var provider = new VirtualServiceSpec.Provider.Router(router);
    return put(new ResourceId.VirtualService(name), new VirtualServiceSpec(Optional.of(provider)));
  }

  public MeshBuilder serviceByNode(String name, String node) {
    var provider = new VirtualServiceSpec.Provider.Node(node);
    return put(new ResourceId.VirtualService(name), new VirtualServiceSpec(Optional.of(provider)));
  }

  public MeshBuilder service(String name) {
    return put(new ResourceId.VirtualService(name), new VirtualServiceSpec(Optional.empty()));
  }

  public MeshBuilder without(ResourceId id) {
    draft.remove(id);
    return this;
  }

  public MeshState at(long version) {
    return draft.at(version);
  }

  private MeshBuilder put(ResourceId id, Spec spec) {
    draft.put(id, spec);
    return this;
  }

  private static VirtualNodeSpec node(
      List<PortMapping> ports, Optional<ServiceDiscovery> discovery, String... backends) {
    return new VirtualNodeSpec(
        ports.stream().map(Listener::plain).toList(),
        discovery,
        Stream.of(backends).map(name -> Backend.named(name, Optional.empty())).toList(),
        Optional.empty(),
        Optional.empty());
  }

  public static PortMapping port(int port, Protocol protocol) {
    return new PortMapping(port, protocol);
  }

  public static List<PortMapping> http(int port) {
    return List.of(port(port, Protocol.HTTP));
  }

  public static ServiceDiscovery dns(String hostname) {
    return new ServiceDiscovery.Dns(
        hostname, ServiceDiscovery.Response.LOADBALANCER, IpPreference.UNSET);
  }

  public static ServiceDiscovery endpoints(String hostname) {
    return new ServiceDiscovery.Dns(
        hostname, ServiceDiscovery.Response.ENDPOINTS, IpPreference.UNSET);
  }

  public static ServiceDiscovery cloudMap(String service, Map<String, String> attributes) {
    return new ServiceDiscovery.CloudMap("demo.local", service, attributes, IpPreference.UNSET);
  }

  public static WeightedTarget to(String node, int weight) {
    return new WeightedTarget(node, weight, OptionalInt.empty());
  }

  public static WeightedTarget to(String node, int weight, int port) {
    return new WeightedTarget(node, weight, OptionalInt.of(port));
  }
}
