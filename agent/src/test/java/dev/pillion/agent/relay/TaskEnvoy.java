package dev.pillion.agent.relay;

import com.google.rpc.Status;
import dev.pillion.delta.XdsType;
import io.envoyproxy.envoy.config.core.v3.Node;
import io.envoyproxy.envoy.service.discovery.v3.AggregatedDiscoveryServiceGrpc;
import io.envoyproxy.envoy.service.discovery.v3.DeltaDiscoveryRequest;
import io.envoyproxy.envoy.service.discovery.v3.DeltaDiscoveryResponse;
import io.envoyproxy.envoy.service.discovery.v3.Resource;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import io.grpc.netty.shaded.io.netty.channel.ChannelOption;
import io.grpc.netty.shaded.io.netty.channel.EventLoopGroup;
import io.grpc.netty.shaded.io.netty.channel.MultiThreadIoEventLoopGroup;
import io.grpc.netty.shaded.io.netty.channel.epoll.EpollDomainSocketChannel;
import io.grpc.netty.shaded.io.netty.channel.epoll.EpollIoHandler;
import io.grpc.netty.shaded.io.netty.channel.unix.DomainSocketAddress;
import io.grpc.stub.MetadataUtils;
import io.grpc.stub.StreamObserver;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.CopyOnWriteArraySet;
import java.util.concurrent.TimeUnit;

/// What an Envoy does at its task's socket: asks for all clusters and listeners and for the
/// endpoints of each cluster, and accepts what it is not told to refuse.
final class TaskEnvoy implements AutoCloseable, StreamObserver<DeltaDiscoveryResponse> {
  private final EventLoopGroup threads =
      new MultiThreadIoEventLoopGroup(1, EpollIoHandler.newFactory());
  private final Map<XdsType, Map<String, Resource>> held = new ConcurrentHashMap<>();
  private final Map<XdsType, Set<String>> ever = new ConcurrentHashMap<>();
  private final Set<String> refused = new CopyOnWriteArraySet<>();
  private final ManagedChannel channel;
  private final StreamObserver<DeltaDiscoveryRequest> requests;
  private volatile boolean ended;

  TaskEnvoy(Path socket) {
    this(socket, new Metadata());
  }

  TaskEnvoy(Path socket, Metadata headers) {
    channel =
        NettyChannelBuilder.forAddress(new DomainSocketAddress(socket.toFile()))
            .usePlaintext()
            .channelType(EpollDomainSocketChannel.class)
            .eventLoopGroup(threads)
            .withOption(ChannelOption.SO_KEEPALIVE, null)
            .build();
    requests =
        AggregatedDiscoveryServiceGrpc.newStub(channel)
            .withInterceptors(MetadataUtils.newAttachHeadersInterceptor(headers))
            .deltaAggregatedResources(this);
    var node = Node.newBuilder().setId("mesh/other/virtualNode/other");
    node.getUserAgentBuildVersionBuilder().getVersionBuilder().setMajorNumber(1).setMinorNumber(40);
    requests.onNext(request(XdsType.CDS).setNode(node).build());
    requests.onNext(request(XdsType.LDS).build());
  }

  /// From now on it refuses the cluster of that name.
  TaskEnvoy refuses(String cluster) {
    refused.add(cluster);
    return this;
  }

  Set<String> names(XdsType type) {
    return Set.copyOf(ofType(type).keySet());
  }

  /// All that it ever accepted.
  Set<String> ever(XdsType type) {
    return Set.copyOf(ever.computeIfAbsent(type, _ -> new CopyOnWriteArraySet<>()));
  }

  String version(XdsType type, String name) {
    Resource resource = ofType(type).get(name);
    return resource == null ? "" : resource.getVersion();
  }

  void awaitClusters(String... names) {
    Await.until(
        "clusters " + Set.of(names) + " and their endpoints",
        () -> names(XdsType.CDS).equals(Set.of(names)) && names(XdsType.EDS).equals(Set.of(names)));
  }

  boolean ended() {
    return ended;
  }

  private Map<String, Resource> ofType(XdsType type) {
    return held.computeIfAbsent(type, _ -> new ConcurrentSkipListMap<>());
  }

  private static DeltaDiscoveryRequest.Builder request(XdsType type) {
    return DeltaDiscoveryRequest.newBuilder().setTypeUrl(type.url());
  }

  @Override
  public void onNext(DeltaDiscoveryResponse response) {
    XdsType type = XdsType.of(response.getTypeUrl()).orElseThrow();
    var answer = request(type).setResponseNonce(response.getNonce());
    if (response.getResourcesList().stream().anyMatch(r -> refused.contains(r.getName()))) {
      requests.onNext(answer.setErrorDetail(Status.newBuilder().setMessage("bad")).build());
      return;
    }
    response
        .getResourcesList()
        .forEach(r -> {
          ever.computeIfAbsent(type, _ -> new CopyOnWriteArraySet<>()).add(r.getName());
          ofType(type).put(r.getName(), r);
        });
    response.getRemovedResourcesList().forEach(ofType(type)::remove);
    requests.onNext(answer.build());
    if (type == XdsType.CDS) {
      var names = response.getResourcesList().stream().map(Resource::getName).toList();
      requests.onNext(
          request(XdsType.EDS)
              .addAllResourceNamesSubscribe(names)
              .addAllResourceNamesUnsubscribe(response.getRemovedResourcesList())
              .build());
      response.getRemovedResourcesList().forEach(ofType(XdsType.EDS)::remove);
    }
  }

  @Override
  public void onError(Throwable failure) {
    ended = true;
  }

  @Override
  public void onCompleted() {
    ended = true;
  }

  @Override
  public void close() {
    channel.shutdownNow();
    var _ = threads.shutdownGracefully(0, 1, TimeUnit.SECONDS);
  }
}
