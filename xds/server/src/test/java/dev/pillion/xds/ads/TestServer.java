package dev.pillion.xds.ads;

import dev.pillion.delta.Timing;
import dev.pillion.xds.snapshot.ProxyResources;
import io.grpc.Server;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/// The service on a real port, wired as the server does it.
final class TestServer implements AutoCloseable {
  private final ExecutorService passes = AdsTransport.threads();
  private final ScheduledExecutorService alarms = Executors.newSingleThreadScheduledExecutor();
  private final Proxies proxies = new Proxies();
  private final Server server;

  /// Listens on loopback; port 0 picks a free one.
  TestServer(int port, ProxyResources resources) throws IOException {
    this(port, resources, AdsRules.USUAL);
  }

  TestServer(int port, ProxyResources resources, AdsRules rules) throws IOException {
    var timing = Timing.on(passes, alarms);
    var service =
        new AdsService(
            new AdsService.Context(
                resources,
                proxies,
                new EnvoyNames(),
                Doorkeeper.of(rules.tokens()),
                rules,
                timing));
    var builder =
        NettyServerBuilder.forAddress(
            new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
    server = AdsTransport.apply(builder).addService(service.definition()).build().start();
  }

  int port() {
    return server.getPort();
  }

  Proxies proxies() {
    return proxies;
  }

  @Override
  public void close() {
    try {
      server.shutdownNow().awaitTermination(10, TimeUnit.SECONDS);
      // Streams hear of their end a little later, and until then they still want to work.
      Await.until("streams ended", () -> proxies.statuses().isEmpty(), proxies::statuses);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
    alarms.shutdownNow();
    passes.shutdownNow();
  }
}
