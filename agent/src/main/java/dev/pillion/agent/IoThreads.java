package dev.pillion.agent;

import dev.pillion.agent.dial.Dial;
import io.grpc.ManagedChannel;
import io.grpc.netty.shaded.io.netty.channel.EventLoopGroup;
import io.grpc.netty.shaded.io.netty.channel.MultiThreadIoEventLoopGroup;
import io.grpc.netty.shaded.io.netty.channel.epoll.EpollIoHandler;
import io.grpc.netty.shaded.io.netty.channel.epoll.EpollSocketChannel;
import io.grpc.netty.shaded.io.netty.util.concurrent.DefaultThreadFactory;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/// The one thread that reads and writes the agent's own gRPC connections.
final class IoThreads implements AutoCloseable {
  private static final long KEEPALIVE_SECONDS = 30;

  private final EventLoopGroup group =
      new MultiThreadIoEventLoopGroup(
          1, new DefaultThreadFactory("agent-io", true), EpollIoHandler.newFactory());
  private final ExecutorService calls = Executors.newVirtualThreadPerTaskExecutor();

  /// A channel that closes with its owner.
  record Closeable(ManagedChannel channel) implements AutoCloseable {
    @Override
    public void close() {
      channel.shutdownNow();
    }
  }

  EventLoopGroup group() {
    return group;
  }

  /// A channel to a server; nothing is opened yet.
  Closeable channel(Dial server) {
    return new Closeable(
        server
            .channel()
            .channelType(EpollSocketChannel.class)
            .eventLoopGroup(group)
            .executor(calls)
            .keepAliveTime(KEEPALIVE_SECONDS, TimeUnit.SECONDS)
            .build());
  }

  @Override
  public void close() {
    calls.shutdownNow();
    var _ = group.shutdownGracefully(0, 1, TimeUnit.SECONDS).awaitUninterruptibly();
  }
}
