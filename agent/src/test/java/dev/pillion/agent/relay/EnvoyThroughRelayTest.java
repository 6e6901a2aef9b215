package dev.pillion.agent.relay;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.Any;
import com.google.protobuf.InvalidProtocolBufferException;
import dev.pillion.agent.dial.Dial;
import dev.pillion.agent.envoy.AdminProbe;
import dev.pillion.agent.envoy.EnvoyProbe.Readiness;
import dev.pillion.agent.relay.Relays.TaskProxy;
import dev.pillion.inject.envoy.Bootstrap;
import dev.pillion.inject.envoy.ProxyIdentity;
import dev.pillion.mesh.model.ProxyGroup;
import io.envoyproxy.envoy.config.core.v3.Address;
import io.envoyproxy.envoy.config.core.v3.SocketAddress;
import io.envoyproxy.envoy.config.listener.v3.Filter;
import io.envoyproxy.envoy.config.listener.v3.FilterChain;
import io.envoyproxy.envoy.config.listener.v3.Listener;
import io.envoyproxy.envoy.extensions.filters.network.tcp_proxy.v3.TcpProxy;
import io.envoyproxy.envoy.service.discovery.v3.DeltaDiscoveryRequest;
import io.envoyproxy.envoy.service.discovery.v3.DeltaDiscoveryResponse;
import io.envoyproxy.envoy.service.discovery.v3.Resource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A real Envoy, started with the bootstrap that tasks get.
final class EnvoyThroughRelayTest {
  private static final String LISTENER_TYPE =
      "type.googleapis.com/envoy.config.listener.v3.Listener";
  private static final ProxyGroup GROUP = ProxyGroup.virtualNode("demo", "front");
  private static final String ARN = "arn:aws:ecs:eu-west-1:1:task/demo/abc";
  private static final long HERE = 7;

  @TempDir private Path directory;

  @Test
  void anEnvoyBecomesReadyThroughTheRelayAndComesBackAfterARestart() throws IOException {
    var listenersGiven = new AtomicBoolean();
    try (var server =
            new RawServer(0, (stream, request) -> answer(stream, request, listenersGiven));
        var envoy = new RunningEnvoy(directory)) {
      try (var relays = new ForwardingRelays(Dial.plain(server.address()), _ -> HERE)) {
        relays.open(proxy());
        Await.until("listeners asked for", () -> envoy.says("no listeners from the server yet"));
        assertEquals("mesh/demo/virtualNode/front/abc", server.onlyStream().header("pillion-node"));
      }
      Await.until("the lost relay", () -> envoy.says("not connected to the agent"));
      listenersGiven.set(true);
      try (var again = new ForwardingRelays(Dial.plain(server.address()), _ -> HERE)) {
        again.open(proxy());
        Await.until("readiness", () -> envoy.readiness() instanceof Readiness.Ready);
        assertEquals(2, server.streams().size());
      }
    }
  }

  private TaskProxy proxy() {
    return new TaskProxy("abc", ARN, GROUP, directory, 1337, HERE);
  }

  /// No clusters, and a listener once it is to be given.
  private static void answer(RawServer.Stream stream, byte[] bytes, AtomicBoolean listenersGiven) {
    try {
      var request = DeltaDiscoveryRequest.parseFrom(bytes);
      boolean listeners = request.getTypeUrl().equals(LISTENER_TYPE);
      if (!request.getResponseNonce().isEmpty() || (listeners && !listenersGiven.get())) {
        return;
      }
      var response =
          DeltaDiscoveryResponse.newBuilder().setTypeUrl(request.getTypeUrl()).setNonce("1");
      if (listeners) {
        response.addResources(
            Resource.newBuilder().setName("l").setVersion("1").setResource(Any.pack(listener())));
      }
      stream.call().sendMessage(response.build().toByteArray());
    } catch (InvalidProtocolBufferException e) {
      throw new IllegalStateException(e);
    }
  }

  private static Listener listener() {
    var proxy = TcpProxy.newBuilder().setStatPrefix("l").setCluster("none").build();
    return Listener.newBuilder()
        .setName("l")
        .setAddress(
            Address.newBuilder()
                .setSocketAddress(
                    SocketAddress.newBuilder().setAddress("127.0.0.1").setPortValue(0)))
        .addFilterChains(
            FilterChain.newBuilder()
                .addFilters(
                    Filter.newBuilder()
                        .setName("envoy.filters.network.tcp_proxy")
                        .setTypedConfig(Any.pack(proxy))))
        .build();
  }

  private record RunningEnvoy(Path directory, Process process) implements AutoCloseable {
    RunningEnvoy(Path directory) throws IOException {
      this(directory, start(directory));
    }

    private static Process start(Path directory) throws IOException {
      var identity = new ProxyIdentity(GROUP, ARN, "front", "1", "demo");
      Path file = directory.resolve("bootstrap.json");
      String bootstrap = Bootstrap.of(identity);
      assertTrue(bootstrap.contains(Bootstrap.DIRECTORY));
      Files.writeString(file, bootstrap.replace(Bootstrap.DIRECTORY, directory.toString()));
      return new ProcessBuilder(
              EnvoyBinary.find().toString(),
              "-c",
              file.toString(),
              "--disable-hot-restart",
              "--concurrency",
              "1",
              "--log-level",
              "error")
          .inheritIO()
          .start();
    }

    Readiness readiness() {
      return new AdminProbe().readiness(directory.resolve(Bootstrap.ADMIN_SOCKET));
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
