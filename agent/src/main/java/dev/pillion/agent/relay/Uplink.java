package dev.pillion.agent.relay;

import dev.pillion.agent.dial.Dial;
import io.grpc.CallOptions;
import io.grpc.ClientCall;
import io.grpc.ConnectivityState;
import io.grpc.ManagedChannel;
import io.grpc.MethodDescriptor;
import io.grpc.netty.shaded.io.netty.channel.ChannelOption;
import io.grpc.netty.shaded.io.netty.channel.EventLoopGroup;
import io.grpc.netty.shaded.io.netty.channel.epoll.EpollSocketChannel;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/// The one connection to the server that all tasks' streams share.
final class Uplink implements AutoCloseable {
  /// A snapshot's clusters travel in one message; gRPC's own bound is 4 MiB.
  static final int MAX_MESSAGE_BYTES = 64 * 1024 * 1024;

  // gRPC's own steps grow to two minutes; proxies wait for a change as long.
  private static final Duration RETRY = Duration.ofMillis(500);
  private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(3);
  private static final Duration KEEPALIVE = Duration.ofSeconds(30);
  private static final Duration KEEPALIVE_TIMEOUT = Duration.ofSeconds(10);

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

  /// A stream that begins as soon as the server is there: an Envoy whose stream waits does not
  /// lengthen its own pauses between attempts.
  ClientCall<byte[], byte[]> call(MethodDescriptor<byte[], byte[]> method) {
    return channel.newCall(method, CallOptions.DEFAULT.withWaitForReady());
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
