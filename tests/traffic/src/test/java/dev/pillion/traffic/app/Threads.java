package dev.pillion.traffic.app;

import dev.pillion.traffic.net.Host;
import io.grpc.netty.shaded.io.netty.channel.ChannelFactory;
import io.grpc.netty.shaded.io.netty.channel.EventLoopGroup;
import io.grpc.netty.shaded.io.netty.channel.MultiThreadIoEventLoopGroup;
import io.grpc.netty.shaded.io.netty.channel.ServerChannel;
import io.grpc.netty.shaded.io.netty.channel.nio.NioIoHandler;
import io.grpc.netty.shaded.io.netty.channel.socket.nio.NioServerSocketChannel;
import io.grpc.netty.shaded.io.netty.channel.socket.nio.NioSocketChannel;
import io.grpc.netty.shaded.io.netty.util.concurrent.DefaultThreadFactory;

/// What all of gRPC and HTTP/2 here runs on. A socket stays in the namespace in which it is made,
/// so threads are shared and only the making is the host's.
final class Threads {
  static final EventLoopGroup SHARED =
      new MultiThreadIoEventLoopGroup(
          1, new DefaultThreadFactory("traffic", true), NioIoHandler.newFactory());

  private Threads() {}

  static ChannelFactory<ServerChannel> listening(Host host) {
    return () -> host.make(NioServerSocketChannel::new);
  }

  static ChannelFactory<NioSocketChannel> connecting(Host host) {
    return () -> host.make(() -> new NioSocketChannel());
  }
}
