package dev.pillion.xds;

import dev.pillion.delta.Timing;
import dev.pillion.mesh.model.MeshException;
import dev.pillion.mesh.model.PillionVersion;
import dev.pillion.xds.ads.AdsService;
import dev.pillion.xds.ads.AdsTransport;
import dev.pillion.xds.ads.Doorkeeper;
import dev.pillion.xds.ads.EnvoyNames;
import dev.pillion.xds.ads.Origins;
import dev.pillion.xds.ads.Proxies;
import dev.pillion.xds.agents.AgentsService;
import dev.pillion.xds.api.Access;
import dev.pillion.xds.api.ApiConfig;
import dev.pillion.xds.api.ApiServer;
import dev.pillion.xds.api.HealthCheck;
import dev.pillion.xds.auth.AccessKeys;
import dev.pillion.xds.auth.Authentication;
import dev.pillion.xds.auth.Gate;
import dev.pillion.xds.auth.Security;
import dev.pillion.xds.auth.ServerCertificate;
import dev.pillion.xds.discovery.EndpointTable;
import dev.pillion.xds.metrics.MeasuredStore;
import dev.pillion.xds.metrics.ServerMetrics;
import dev.pillion.xds.snapshot.SnapshotPublisher;
import dev.pillion.xds.translate.AddressFamilies;
import dev.pillion.xds.translate.Translator;
import io.grpc.Server;
import io.grpc.ServerInterceptors;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Clock;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A running server: the App Mesh API over the store, the translation of what is in it, and gRPC
/// for proxies and agents. The wiring of all its parts is here.
public final class XdsServer implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(XdsServer.class);
  private static final long GOODBYE_SECONDS = 1;
  private static final long PING_SECONDS = 10;

  private final ApiServer api;
  private final Server grpc;
  private final Deque<AutoCloseable> parts;

  private XdsServer(ApiServer api, Server grpc, Deque<AutoCloseable> parts) {
    this.api = api;
    this.grpc = grpc;
    this.parts = parts;
  }

  /// Starts everything; when it returns, both addresses answer.
  ///
  /// @throws MeshException when the data directory or an address cannot be had
  public static XdsServer start(XdsConfig config, Clock clock) {
    var parts = new ArrayDeque<AutoCloseable>();
    try {
      var certificate = config.security().tls().map(ServerCertificate::follow);
      certificate.ifPresent(parts::push);
      var store = Stores.meshes(config, clock);
      parts.push(store);
      var gate = gate(config, clock, parts);
      var known = new ReportersFile(config.data());
      var endpoints = new EndpointTable(clock, known.load());
      var translator = new Translator(AddressFamilies.BOTH, config.settings().certificates());
      var publisher = new SnapshotPublisher(store, endpoints, translator);
      parts.push(publisher);
      var executor = Executors.newVirtualThreadPerTaskExecutor();
      parts.push(executor);
      var streams = AdsTransport.threads();
      parts.push(streams);
      var scheduler =
          Executors.newSingleThreadScheduledExecutor(Thread.ofPlatform().daemon().factory());
      parts.push(scheduler::shutdownNow);
      var proxies = new Proxies();
      var agents =
          new AgentsService(
              new AgentsService.Context(store, endpoints, known, clock, PillionVersion.current()));
      parts.push(agents);
      Origins origins = new EnvoyNames();
      var doorkeeper = Doorkeeper.of(config.settings().proxies().tokens());
      var ads =
          new AdsService(
              new AdsService.Context(
                  publisher,
                  proxies,
                  origins,
                  doorkeeper,
                  config.settings().proxies(),
                  Timing.on(streams, scheduler)));
      var grpc =
          listen(
              config.xds(),
              AdsTransport.apply(XdsListener.builder(config, certificate))
                  .executor(executor)
                  // A host that vanished is noticed by this, and its endpoints begin to age.
                  .keepAliveTime(PING_SECONDS, TimeUnit.SECONDS)
                  .keepAliveTimeout(PING_SECONDS, TimeUnit.SECONDS)
                  .addService(ads.definition())
                  .addService(ServerInterceptors.intercept(agents, doorkeeper.guard()))
                  .addService(
                      ServerInterceptors.intercept(
                          new StatusService(
                              clock.instant(),
                              store,
                              new ProxyMessages(proxies, origins),
                              agents,
                              endpoints,
                              publisher),
                          doorkeeper.guard())));
      parts.push(() -> stop(grpc));
      var metrics = new ServerMetrics();
      StateCounts.in(metrics, proxies, agents);
      var api =
          ApiServer.listen(
              new ApiConfig(
                  config.api(),
                  config.settings().operators(),
                  config.identity(),
                  config.settings().limits(),
                  new Access(gate, certificate.map(ServerCertificate::context))),
              new MeasuredStore(store, metrics),
              metrics,
              List.of(
                  new HealthCheck("store", store::probe),
                  new HealthCheck("xds", () -> serving(grpc))));
      parts.push(api);
      return new XdsServer(api, grpc, parts);
    } catch (RuntimeException e) {
      closeAll(parts);
      throw e;
    }
  }

  private static Gate gate(XdsConfig config, Clock clock, Deque<AutoCloseable> parts) {
    Security security = config.security();
    if (security.keys().isEmpty()) {
      return Gate.OPEN;
    }
    var table = Stores.keys(config.store(), config.data());
    parts.push(table);
    var keys = AccessKeys.of(table, security.keys().get());
    if (keys.isEmpty()) {
      LOG.warn(
          "access-keys=0: every request is refused; make one with 'pillion keys create' and this"
              + " server's --data or --store");
    }
    return new Authentication(keys, security.signing(), clock);
  }

  private static Server listen(InetSocketAddress address, NettyServerBuilder server) {
    try {
      return server.build().start();
    } catch (IOException e) {
      throw new MeshException(
          MeshException.Code.UNAVAILABLE,
          "xds address " + address.getHostString() + ":" + address.getPort(),
          "the server cannot listen there (%s)".formatted(e.getMessage()),
          "free the port, or give another address with --xds");
    }
  }

  private static void serving(Server grpc) {
    if (grpc.isShutdown()) {
      throw new MeshException(
          MeshException.Code.UNAVAILABLE,
          "xds",
          "proxies and agents are not served any more",
          "see the log for the reason, and start the server again");
    }
  }

  private static void stop(Server grpc) throws InterruptedException {
    grpc.shutdown();
    if (!grpc.awaitTermination(GOODBYE_SECONDS, TimeUnit.SECONDS)) {
      // Streams of proxies last as long as they do; they dial again by themselves.
      var _ = grpc.shutdownNow().awaitTermination(GOODBYE_SECONDS, TimeUnit.SECONDS);
    }
  }

  private static void closeAll(Deque<AutoCloseable> parts) {
    while (!parts.isEmpty()) {
      try {
        parts.pop().close();
      } catch (Exception e) {
        LOG.warn("server state=unclean-stop", e);
      }
    }
  }

  /// Where the App Mesh API listens.
  public InetSocketAddress apiAddress() {
    return api.address();
  }

  /// Where health and metrics are.
  public InetSocketAddress operatorsAddress() {
    return api.operatorsAddress();
  }

  /// Where proxies and agents are served.
  public InetSocketAddress xdsAddress() {
    return (InetSocketAddress) grpc.getListenSockets().getFirst();
  }

  /// Waits until the server is closed.
  public void awaitEnd() throws InterruptedException {
    grpc.awaitTermination();
  }

  @Override
  public void close() {
    closeAll(parts);
  }
}
