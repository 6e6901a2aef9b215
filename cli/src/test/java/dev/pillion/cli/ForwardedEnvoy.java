package dev.pillion.cli;

import io.envoyproxy.envoy.service.discovery.v3.AggregatedDiscoveryServiceGrpc;
import io.envoyproxy.envoy.service.discovery.v3.DeltaDiscoveryRequest;
import io.envoyproxy.envoy.service.discovery.v3.DeltaDiscoveryResponse;
import io.grpc.Status;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import io.grpc.netty.shaded.io.netty.channel.ChannelOption;
import io.grpc.netty.shaded.io.netty.channel.MultiThreadIoEventLoopGroup;
import io.grpc.netty.shaded.io.netty.channel.epoll.EpollDomainSocketChannel;
import io.grpc.netty.shaded.io.netty.channel.epoll.EpollIoHandler;
import io.grpc.netty.shaded.io.netty.channel.unix.DomainSocketAddress;
import io.grpc.stub.StreamObserver;
import java.nio.file.Path;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/// Asks for clusters at the socket of its task, as an Envoy does.
final class ForwardedEnvoy {
  private static final String CLUSTERS = "type.googleapis.com/envoy.config.cluster.v3.Cluster";

  private ForwardedEnvoy() {}

  /// `served`, or why not.
  static String ask(Path socket) throws Exception {
    var threads = new MultiThreadIoEventLoopGroup(1, EpollIoHandler.newFactory());
    var channel =
        NettyChannelBuilder.forAddress(new DomainSocketAddress(socket.toFile()))
            .channelType(EpollDomainSocketChannel.class)
            .eventLoopGroup(threads)
            .withOption(ChannelOption.SO_KEEPALIVE, null)
            .usePlaintext()
            .build();
    try {
      var became = new CompletableFuture<String>();
      var requests =
          AggregatedDiscoveryServiceGrpc.newStub(channel)
              .deltaAggregatedResources(new Answers(became));
      requests.onNext(DeltaDiscoveryRequest.newBuilder().setTypeUrl(CLUSTERS).build());
      return became.get(60, TimeUnit.SECONDS);
    } finally {
      channel.shutdownNow();
      var _ = threads.shutdownGracefully(0, 1, TimeUnit.SECONDS);
    }
  }

  private record Answers(CompletableFuture<String> became)
      implements StreamObserver<DeltaDiscoveryResponse> {
    @Override
    public void onNext(DeltaDiscoveryResponse answer) {
      became.complete("served");
    }

    @Override
    public void onError(Throwable e) {
      became.complete(Objects.toString(Status.fromThrowable(e).getDescription()));
    }

    @Override
    public void onCompleted() {
      became.complete("ended");
    }
  }
}
