package dev.pillion.agent.relay;

import dev.pillion.agent.dial.Dial;
import dev.pillion.mesh.model.ProxyGroup;
import io.envoyproxy.envoy.service.discovery.v3.AggregatedDiscoveryServiceGrpc;
import io.envoyproxy.envoy.service.discovery.v3.AggregatedDiscoveryServiceGrpc.AggregatedDiscoveryServiceStub;
import io.grpc.ConnectivityState;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.netty.shaded.io.netty.channel.ChannelOption;
import io.grpc.netty.shaded.io.netty.channel.EventLoopGroup;
import io.grpc.netty.shaded.io.netty.channel.epoll.EpollSocketChannel;
import io.grpc.stub.MetadataUtils;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/// The one connection to the server that the streams of all groups share.
final class Uplink implements AutoCloseable {
  /// A snapshot's clusters travel in one message; gRPC's own bound is 4 MiB.
  static final int MAX_MESSAGE_BYTES = 64 * 1024 * 1024;

  // gRPC's own steps grow to two minutes; proxies wait for a change as long.
  private static final Duration RETRY = Duration.ofMillis(500);
  private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(3);
  private static final Duration KEEPALIVE = Duration.ofSeconds(30);
  private static final Duration KEEPALIVE_TIMEOUT = Duration.ofSeconds(10);

  private static final Metadata.Key<String> NODE =
      Metadata.Key.of("pillion-node", Metadata.ASCII_STRING_MARSHALLER);
  private static final Metadata.Key<String> RELAY =
      Metadata.Key.of("pillion-relay", Metadata.ASCII_STRING_MARSHALLER);

  private final ManagedChannel channel;
  private final EventLoopGroup threads;

  Uplink(Dial server, EventLoopGroup threads) {
    this.threads = threads;
    channel =
        server
            .channel()
            .channelType(EpollSocketChannel.class)
            .eventLoopGroup(threads)
            .directExecutor()
            .withOption(ChannelOption.CONNECT_TIMEOUT_MILLIS, (int) CONNECT_TIMEOUT.toMillis())
            .keepAliveTime(KEEPALIVE.toSeconds(), TimeUnit.SECONDS)
            .keepAliveTimeout(KEEPALIVE_TIMEOUT.toSeconds(), TimeUnit.SECONDS)
            .maxInboundMessageSize(MAX_MESSAGE_BYTES)
            .build();
    watch();
  }

  /// For a stream of a group. It begins as soon as the server is there.
  ///
  /// @param relay the stream's own name
  AggregatedDiscoveryServiceStub ads(ProxyGroup group, String relay) {
    var identity = new Metadata();
    identity.put(NODE, group.toString());
    identity.put(RELAY, relay);
    return AggregatedDiscoveryServiceGrpc.newStub(channel)
        .withWaitForReady()
        .withInterceptors(MetadataUtils.newAttachHeadersInterceptor(identity));
  }

  /// Whether the server was tried and is not there.
  boolean away() {
    return channel.getState(true) == ConnectivityState.TRANSIENT_FAILURE;
  }

  @Override
  public void close() {
    channel.shutdownNow();
  }

  private void watch() {
    ConnectivityState state = channel.getState(false);
    if (state == ConnectivityState.TRANSIENT_FAILURE) {
      retryLater();
    }
    if (state != ConnectivityState.SHUTDOWN) {
      channel.notifyWhenStateChanged(state, this::watch);
    }
  }

  /// The channel stays in this state while it fails again and again, so one notice is not enough.
  private void retryLater() {
    var _ =
        threads.schedule(
            () -> {
              if (channel.getState(false) == ConnectivityState.TRANSIENT_FAILURE) {
                channel.resetConnectBackoff();
                retryLater();
              }
            },
            RETRY.toMillis(),
            TimeUnit.MILLISECONDS);
  }
}
