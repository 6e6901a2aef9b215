package dev.pillion.traffic.stage;

import dev.pillion.agent.dial.Dial;
import dev.pillion.agent.netns.NetworkNamespace;
import dev.pillion.agent.relay.ForwardingRelays;
import dev.pillion.agent.relay.Relays.TaskProxy;
import dev.pillion.agent.v1.ServerStatus;
import dev.pillion.inject.envoy.ProxyIdentity;
import dev.pillion.mesh.model.ProxyGroup;
import dev.pillion.mesh.model.ProxyGroup.Kind;
import dev.pillion.traffic.app.Call;
import dev.pillion.traffic.net.Host;
import dev.pillion.traffic.net.Lan;
import dev.pillion.xds.XdsConfig;
import dev.pillion.xds.XdsServer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/// A server with one mesh, a network, and on it the hosts of the mesh's tasks.
public final class Stage implements AutoCloseable {
  /// Where virtual services' names resolve to: nobody has these addresses, Envoy needs none.
  public static final String ANYWHERE = "1.2.3.4";

  private static final String NOTHING = "{}";

  private final Lan lan;
  private final XdsServer server;
  private final ForwardingRelays relays;
  private final Mesh mesh;
  private final CloudMap cloudMap;
  private final Map<String, Sidecar> sidecars = new ConcurrentHashMap<>();
  private final AtomicInteger tasks = new AtomicInteger();

  private Stage(Lan lan, XdsServer server, String mesh) {
    this.lan = lan;
    this.server = server;
    int api = server.apiAddress().getPort();
    int xds = server.xdsAddress().getPort();
    this.relays = new ForwardingRelays(Dial.plain("127.0.0.1:" + xds), NetworkNamespace::inode);
    this.mesh = new Mesh(mesh, URI.create("http://127.0.0.1:" + api));
    this.cloudMap = new CloudMap(xds);
  }

  /// A server without meshes; what it is to serve is called so.
  public static Stage open(String mesh) {
    Lan lan = Lan.open();
    try {
      var config = new XdsConfig(lan.folder().resolve("data"), loopback(), loopback());
      return new Stage(lan, XdsServer.start(config, Clock.systemUTC()), mesh);
    } catch (RuntimeException e) {
      lan.close();
      throw e;
    }
  }

  /// What the server says of itself and of its proxies.
  public ServerStatus status() {
    return cloudMap.status();
  }

  /// What is written through the API.
  public Mesh mesh() {
    return mesh;
  }

  /// What Cloud Map lists.
  public CloudMap cloudMap() {
    return cloudMap;
  }

  /// For files that everything may read.
  public Path folder() {
    return lan.folder();
  }

  /// A host whose name in `local` has its addresses of both families.
  public Host host(String name) {
    Host host = lan.host(name);
    named(name + ".local", List.of(host.ipv4(), host.ipv6()));
    return host;
  }

  /// From now on a name has these addresses, of either family.
  public void named(String hostname, List<String> addresses) {
    lan.named(hostname, addresses);
  }

  /// From now on, whoever looks the name up waits for ever.
  public void unanswered(String hostname) {
    lan.unanswered(hostname);
  }

  /// Starts the Envoy of a virtual node and leads the host's traffic through it. It is ready when
  /// the node's listeners are there.
  public Sidecar node(String node, Host host, int... appPorts) {
    return nodeOf(mesh.name(), node, host, appPorts);
  }

  /// The same, with the mesh as the Envoy's own name has it.
  public Sidecar nodeOf(String meshAndOwner, String node, Host host, int... appPorts) {
    return redirected(ProxyGroup.virtualNode(meshAndOwner, node), host, NOTHING, appPorts);
  }

  /// The same, with more in its bootstrap: JSON, whose lists are added to those that are there.
  public Sidecar nodeWith(String bootstrap, String node, Host host, int... appPorts) {
    return redirected(ProxyGroup.virtualNode(mesh.name(), node), host, bootstrap, appPorts);
  }

  private Sidecar redirected(ProxyGroup group, Host host, String bootstrap, int... appPorts) {
    Sidecar sidecar = start(group, host, bootstrap);
    Redirect.set(host, Arrays.stream(appPorts).boxed().toList());
    sidecar.awaitReady();
    return sidecar;
  }

  /// Starts the Envoy of a virtual node and does not wait for it. Nothing leads traffic to it.
  public Sidecar unready(String node, Host host) {
    return start(ProxyGroup.virtualNode(mesh.name(), node), host, NOTHING);
  }

  /// Starts the Envoy of a virtual gateway, which stands before its host's own ports.
  public Sidecar gateway(String gateway, Host host) {
    var group = new ProxyGroup(mesh.name(), Kind.VIRTUAL_GATEWAY, gateway);
    Sidecar sidecar = start(group, host, NOTHING);
    sidecar.awaitReady();
    return sidecar;
  }

  /// The Envoy that was started for a virtual node or gateway.
  public Sidecar envoy(String nodeOrGateway) {
    return Objects.requireNonNull(sidecars.get(nodeOrGateway), nodeOrGateway);
  }

  /// Does all of it side by side.
  public void all(List<Callable<?>> work) {
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (var done : threads.invokeAll(work.stream().map(Stage::untyped).toList())) {
        done.get();
      }
    } catch (ExecutionException e) {
      throw new IllegalStateException(e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /// A `GET` of a host's application, which has looked the URL's host up and found [#ANYWHERE].
  public static Call get(Host from, String url) {
    var uri = URI.create(url);
    int port = uri.getPort() < 0 ? 80 : uri.getPort();
    return new Call(from, new InetSocketAddress(ANYWHERE, port), "GET", uri, Map.of());
  }

  private Sidecar start(ProxyGroup group, Host host, String bootstrap) {
    String task = "%032x".formatted(tasks.incrementAndGet());
    var arn = "arn:aws:ecs:us-east-1:000000000000:task/traffic/" + task;
    Path folder = lan.folder().resolve(task);
    relays.open(new TaskProxy(task, arn, group, folder, Sidecar.UID, host.inode()));
    var identity = new ProxyIdentity(group, arn, group.name(), "1", "traffic");
    var sidecar = Sidecar.start(identity, host, folder, bootstrap);
    sidecars.put(group.name(), sidecar);
    return sidecar;
  }

  private static Callable<Object> untyped(Callable<?> work) {
    return work::call;
  }

  private static InetSocketAddress loopback() {
    return new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
  }

  /// Ends all of it.
  ///
  /// @throws IllegalStateException when an Envoy has refused anything that it was sent
  @Override
  public void close() {
    var refusals = new ArrayList<String>();
    sidecars.forEach((name, sidecar) -> {
      if (sidecar.refusals() > 0) {
        refusals.add(name + " refused: " + sidecar.log());
      }
      sidecar.close();
    });
    cloudMap.close();
    mesh.close();
    relays.close();
    server.close();
    lan.close();
    if (!refusals.isEmpty()) {
      throw new IllegalStateException(String.join("\n", refusals));
    }
  }
}
