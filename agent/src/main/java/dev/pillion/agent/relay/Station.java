package dev.pillion.agent.relay;

import dev.pillion.agent.relay.Relays.TaskProxy;
import dev.pillion.delta.AdsDialect;
import dev.pillion.delta.EnvoyVersion;
import dev.pillion.delta.Timing;
import dev.pillion.mesh.model.ProxyGroup;
import io.envoyproxy.envoy.config.core.v3.Node;
import io.envoyproxy.envoy.service.discovery.v3.AggregatedDiscoveryServiceGrpc.AggregatedDiscoveryServiceImplBase;
import io.envoyproxy.envoy.service.discovery.v3.DeltaDiscoveryRequest;
import io.envoyproxy.envoy.service.discovery.v3.DeltaDiscoveryResponse;
import io.envoyproxy.envoy.service.discovery.v3.DiscoveryRequest;
import io.envoyproxy.envoy.service.discovery.v3.DiscoveryResponse;
import io.grpc.ServerServiceDefinition;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Predicate;

/// Where the streams of this host's Envoys meet what there is for them. Lives on the relays'
/// thread.
final class Station implements AutoCloseable {
  // Changes that come together are told together.
  private static final long TELL_MILLIS = 20;

  private final Feed.Context context;
  private final LastGoodWriter writer;
  private final Consumer<List<ServedProxy>> changed;
  private final Timing timing;
  private final Map<Feed.Key, Feed> feeds = new HashMap<>();
  private final Set<EnvoyStream<?, ?>> streams = new LinkedHashSet<>();
  private boolean telling;

  /// @param changed is told where all Envoys stand when one of them stands otherwise
  Station(Feed.Context context, Consumer<List<ServedProxy>> changed) {
    this.context = context;
    this.changed = changed;
    writer = new LastGoodWriter(context.lastGood());
    timing = Timing.on(context.thread(), context.thread());
  }

  /// What a task's socket serves. What its Envoy says of itself counts for nothing but its version.
  ServerServiceDefinition service(TaskProxy proxy) {
    return new Service(proxy).bindService();
  }

  Feed feed(ProxyGroup group, Node node) {
    var key = new Feed.Key(group, EnvoyVersion.of(node));
    return feeds.computeIfAbsent(key, k -> Feed.start(k, sender(group, node), context));
  }

  /// Lets go of what no task of the host is served any more.
  void retain(Predicate<ProxyGroup> served) {
    feeds
        .values()
        .removeIf(feed -> {
          boolean idle = !served.test(feed.key().group());
          if (idle) {
            feed.close();
          }
          return idle;
        });
  }

  Timing timing() {
    return timing;
  }

  void add(EnvoyStream<?, ?> stream) {
    streams.add(stream);
    tell();
  }

  void remove(EnvoyStream<?, ?> stream) {
    streams.remove(stream);
    tell();
  }

  /// An Envoy may stand otherwise.
  void tell() {
    if (!telling) {
      telling = true;
      var _ = context.thread().schedule(this::tellNow, TELL_MILLIS, TimeUnit.MILLISECONDS);
    }
  }

  private void tellNow() {
    telling = false;
    changed.accept(streams.stream().map(this::stands).toList());
  }

  private ServedProxy stands(EnvoyStream<?, ?> stream) {
    ServedProxy proxy = stream.stands();
    if (stream.inSync()) {
      stream.feed().served().ifPresent(good -> writer.keep(proxy.group(), good));
    }
    return proxy;
  }

  // Its own node lists every extension that it has, which the server does not ask for.
  private static Node sender(ProxyGroup group, Node node) {
    return Node.newBuilder()
        .setId(group.toString())
        .setUserAgentName(node.getUserAgentName())
        .setUserAgentBuildVersion(node.getUserAgentBuildVersion())
        .build();
  }

  /// After the relays' thread has ended.
  @Override
  public void close() {
    writer.close();
  }

  private final class Service extends AggregatedDiscoveryServiceImplBase {
    private final TaskProxy proxy;

    Service(TaskProxy proxy) {
      this.proxy = proxy;
    }

    @Override
    public StreamObserver<DeltaDiscoveryRequest> deltaAggregatedResources(
        StreamObserver<DeltaDiscoveryResponse> responses) {
      return open(AdsDialect.DELTA, responses);
    }

    @Override
    public StreamObserver<DiscoveryRequest> streamAggregatedResources(
        StreamObserver<DiscoveryResponse> responses) {
      return open(AdsDialect.WORLD, responses);
    }

    private <Q, R> StreamObserver<Q> open(AdsDialect<Q, R> dialect, StreamObserver<R> responses) {
      return new EnvoyStream<>(
          dialect, proxy, Station.this, (ServerCallStreamObserver<R>) responses);
    }
  }
}
