package dev.pillion.xds.snapshot;

import static dev.pillion.xds.translate.MeshBuilder.cloudMap;
import static dev.pillion.xds.translate.MeshBuilder.dns;
import static dev.pillion.xds.translate.MeshBuilder.http;
import static dev.pillion.xds.translate.MeshBuilder.to;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pillion.delta.Timing;
import dev.pillion.mesh.listener.PortMapping;
import dev.pillion.mesh.listener.Protocol;
import dev.pillion.mesh.model.EgressFilter;
import dev.pillion.mesh.model.ResourceId;
import dev.pillion.mesh.tls.CertificateFiles;
import dev.pillion.ports.FreePorts;
import dev.pillion.xds.ads.AdsRules;
import dev.pillion.xds.ads.AdsService;
import dev.pillion.xds.ads.AdsTransport;
import dev.pillion.xds.ads.Doorkeeper;
import dev.pillion.xds.ads.EnvoyNames;
import dev.pillion.xds.ads.Proxies;
import dev.pillion.xds.discovery.EndpointTable;
import dev.pillion.xds.discovery.MutableClock;
import dev.pillion.xds.discovery.Reports;
import dev.pillion.xds.translate.AddressFamilies;
import dev.pillion.xds.translate.MeshBuilder;
import dev.pillion.xds.translate.Translator;
import io.grpc.Server;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The publisher, the aggregated stream and a real Envoy together.
final class LiveEnvoyTest {
  private static final String ENDPOINT = "cds_egress_demo_map_http_9080::10.0.0.1:9080::";

  @Test
  void envoyTakesEverythingAndARestartedServerThatKnowsNoEndpointsTakesNoneAway(
      @TempDir Path directory) throws Exception {
    int port = FreePorts.next();
    try (var envoy = new LiveEnvoy(port, directory)) {
      serve(port, envoy);
      restart(port, envoy);
    }
  }

  private static void serve(int port, LiveEnvoy envoy) throws Exception {
    try (var server = new Control(port)) {
      server.table.connected("a", 1);
      server.table.apply(Reports.full("a", 1).lists("map", 1, "x@10.0.0.1").now());
      envoy.await("/ready", "LIVE\n"::equals);
      envoy.await("/clusters", clusters -> clusters.contains(ENDPOINT));
      assertNothingWasRejected(envoy);
    }
  }

  private static void restart(int port, LiveEnvoy envoy) throws Exception {
    try (var server = new Control(port)) {
      // Nobody lists the service, and the server has stopped waiting for it.
      server.clock.pass(EndpointTable.PATIENCE);
      server.table.lookup(Reports.key("map"));
      server.clock.pass(EndpointTable.PATIENCE);
      server.table.expire();
      server.meshes.commit(mesh(50).at(2), new ResourceId.Route("color", "split"));
      envoy.await(
          "/config_dump?resource=dynamic_route_configs", dump -> dump.contains("\"weight\": 50"));
      server.awaitInSync();
      assertTrue(envoy.await("/clusters", _ -> true).contains(ENDPOINT));
      assertNothingWasRejected(envoy);
    }
  }

  private static void assertNothingWasRejected(LiveEnvoy envoy)
      throws IOException, InterruptedException {
    String stats = envoy.await("/stats?filter=update_rejected", text -> !text.isEmpty());
    assertEquals(
        "", String.join("\n", stats.lines().filter(line -> !line.endsWith(": 0")).toList()));
  }

  private static MeshBuilder mesh(int weight) {
    return new MeshBuilder("demo")
        .egress(EgressFilter.ALLOW_ALL)
        .node("front", http(8080), dns("front.local"), "color")
        .node("dns", http(9080), dns("localhost"))
        .node("map", http(9080), cloudMap("map", Map.of()))
        .router("color", new PortMapping(80, Protocol.HTTP))
        .route("color", "split", OptionalInt.empty(), "/", to("dns", weight), to("map", 10))
        .serviceByRouter("color", "color");
  }

  /// A control plane without a store.
  private static final class Control implements AutoCloseable {
    private final MutableClock clock = new MutableClock();
    private final FakeMeshes meshes = new FakeMeshes();
    private final EndpointTable table = new EndpointTable(clock, Set.of());
    private final ExecutorService executor = AdsTransport.threads();
    private final ScheduledExecutorService scheduler = Executors.newScheduledThreadPool(1);
    private final Proxies proxies;
    private final SnapshotPublisher publisher;
    private final Server server;

    Control(int port) throws IOException {
      meshes.commit(mesh(90).at(1), new ResourceId.Mesh());
      publisher =
          new SnapshotPublisher(
              meshes, table, new Translator(AddressFamilies.BOTH, CertificateFiles.NONE));
      proxies = new Proxies(publisher, new EnvoyNames());
      var ads =
          new AdsService(
              new AdsService.Context(
                  publisher,
                  proxies,
                  new EnvoyNames(),
                  Doorkeeper.of(AdsRules.USUAL.tokens()),
                  AdsRules.USUAL,
                  Timing.on(executor, scheduler)));
      var address = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
      server =
          AdsTransport.apply(NettyServerBuilder.forAddress(address))
              .executor(executor)
              .addService(ads.definition())
              .build()
              .start();
    }

    void awaitInSync() {
      long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
      while (proxies.statuses().isEmpty() || !proxies.statuses().getFirst().inSync()) {
        assertTrue(System.nanoTime() < end, () -> "not in sync: " + proxies.statuses());
        Thread.onSpinWait();
      }
    }

    @Override
    public void close() {
      server.shutdownNow();
      long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
      while (!server.isTerminated()) {
        assertTrue(System.nanoTime() < end, "the server does not stop");
        Thread.onSpinWait();
      }
      publisher.close();
      scheduler.shutdownNow();
      executor.shutdownNow();
    }
  }
}
