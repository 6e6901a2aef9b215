package dev.pillion.agent.relay;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.google.protobuf.Any;
import dev.pillion.agent.dial.Dial;
import dev.pillion.agent.envoy.AdminProbe;
import dev.pillion.agent.envoy.EnvoyProbe.Readiness;
import dev.pillion.agent.relay.Relays.TaskProxy;
import dev.pillion.delta.VersionedResource;
import dev.pillion.inject.envoy.Bootstrap;
import dev.pillion.inject.envoy.ProxyIdentity;
import dev.pillion.mesh.model.ProxyGroup;
import dev.pillion.ports.FreePorts;
import io.envoyproxy.envoy.config.core.v3.Address;
import io.envoyproxy.envoy.config.core.v3.SocketAddress;
import io.envoyproxy.envoy.config.listener.v3.Filter;
import io.envoyproxy.envoy.config.listener.v3.FilterChain;
import io.envoyproxy.envoy.config.listener.v3.Listener;
import io.envoyproxy.envoy.config.route.v3.DirectResponseAction;
import io.envoyproxy.envoy.config.route.v3.Route;
import io.envoyproxy.envoy.config.route.v3.RouteConfiguration;
import io.envoyproxy.envoy.config.route.v3.RouteMatch;
import io.envoyproxy.envoy.config.route.v3.VirtualHost;
import io.envoyproxy.envoy.extensions.filters.http.router.v3.Router;
import io.envoyproxy.envoy.extensions.filters.network.http_connection_manager.v3.HttpConnectionManager;
import io.envoyproxy.envoy.extensions.filters.network.http_connection_manager.v3.HttpFilter;
import io.envoyproxy.envoy.extensions.filters.network.tcp_proxy.v3.TcpProxy;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A real Envoy, started with the bootstrap that tasks get.
final class EnvoyThroughRelayTest {
  private static final ProxyGroup GROUP = ProxyGroup.virtualNode("demo", "front");
  private static final String ARN = "arn:aws:ecs:eu-west-1:1:task/demo/abc";
  private static final long HERE = 7;

  @TempDir private Path directory;

  @Test
  void anEnvoyBecomesReadyThroughTheRelayAndComesBackAfterARestart() throws IOException {
    try (var server = new MeshServer(0);
        var envoy = new RunningEnvoy(directory)) {
      try (var relays = relays(server)) {
        relays.open(proxy());
        Await.until("listeners asked for", () -> envoy.says("no listeners from the server yet"));
        Await.until("the server is asked", () -> server.calls().size() == 1);
      }
      Await.until("the lost relay", () -> envoy.says("not connected to the agent"));
      server.serves(1, new TreeMap<>(Map.of("l", VersionedResource.of("l", listener()))));
      try (var again = relays(server)) {
        again.open(proxy());
        Await.until("readiness", () -> envoy.readiness() instanceof Readiness.Ready);
        assertEquals(2, server.calls().size());
      }
    }
  }

  @Test
  void anEnvoyThatDrainsServesOnAndSendsItsCallersAway() throws Exception {
    int port = FreePorts.next();
    try (var server = new MeshServer(0);
        var envoy = new RunningEnvoy(directory);
        var relays = relays(server);
        var client = HttpClient.newHttpClient()) {
      server.serves(1, new TreeMap<>(Map.of("l", VersionedResource.of("l", greeting(port)))));
      relays.open(proxy());
      Await.until("readiness", () -> envoy.readiness() instanceof Readiness.Ready);
      assertEquals(Optional.empty(), connection(client, port));
      envoy.drain(true);
      assertEquals(Optional.of("close"), connection(client, port));
      assertEquals(new Readiness.Ready(), envoy.readiness());
      envoy.drain(false);
      assertEquals(Optional.empty(), connection(client, port));
    }
  }

  /// What an answer says of its connection.
  private static Optional<String> connection(HttpClient client, int port) throws Exception {
    var request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/"))
            .version(HttpClient.Version.HTTP_1_1)
            .build();
    var answer = client.send(request, HttpResponse.BodyHandlers.discarding());
    assertEquals(200, answer.statusCode());
    return answer.headers().firstValue("connection");
  }

  private CachingRelays relays(MeshServer server) {
    var context =
        new CachingRelays.Context(
            Dial.plain("127.0.0.1:" + server.port()),
            "host",
            directory.resolve("state"),
            _ -> HERE,
            _ -> false);
    return new CachingRelays(context, _ -> {});
  }

  private TaskProxy proxy() {
    return new TaskProxy("abc", ARN, GROUP, directory, 1337, HERE);
  }

  private static Listener listener() {
    var proxy = TcpProxy.newBuilder().setStatPrefix("l").setCluster("none").build();
    return listener(0, "envoy.filters.network.tcp_proxy", Any.pack(proxy));
  }

  /// Answers each request itself.
  private static Listener greeting(int port) {
    var route =
        Route.newBuilder()
            .setMatch(RouteMatch.newBuilder().setPrefix("/"))
            .setDirectResponse(DirectResponseAction.newBuilder().setStatus(200));
    var manager =
        HttpConnectionManager.newBuilder()
            .setStatPrefix("l")
            .setRouteConfig(
                RouteConfiguration.newBuilder()
                    .addVirtualHosts(
                        VirtualHost.newBuilder().setName("l").addDomains("*").addRoutes(route)))
            .addHttpFilters(
                HttpFilter.newBuilder()
                    .setName("envoy.filters.http.router")
                    .setTypedConfig(Any.pack(Router.getDefaultInstance())))
            .build();
    return listener(port, "envoy.filters.network.http_connection_manager", Any.pack(manager));
  }

  private static Listener listener(int port, String filter, Any config) {
    return Listener.newBuilder()
        .setName("l")
        .setAddress(
            Address.newBuilder()
                .setSocketAddress(
                    SocketAddress.newBuilder().setAddress("127.0.0.1").setPortValue(port)))
        .addFilterChains(
            FilterChain.newBuilder()
                .addFilters(Filter.newBuilder().setName(filter).setTypedConfig(config)))
        .build();
  }

  private record RunningEnvoy(Path directory, Process process) implements AutoCloseable {
    RunningEnvoy(Path directory) throws IOException {
      this(
          directory,
          EnvoyBinary.start(new ProxyIdentity(GROUP, ARN, "front", "1", "demo"), directory));
    }

    Readiness readiness() {
      return new AdminProbe().readiness(directory.resolve(Bootstrap.ADMIN_SOCKET));
    }

    void drain(boolean draining) {
      new AdminProbe().drain(directory.resolve(Bootstrap.ADMIN_SOCKET), draining);
    }

    boolean says(String words) {
      return readiness() instanceof Readiness.Waiting(var what) && what.contains(words);
    }

    @Override
    public void close() {
      process.destroyForcibly().onExit().join();
    }
  }
}
