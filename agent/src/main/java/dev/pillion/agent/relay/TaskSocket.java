package dev.pillion.agent.relay;

import dev.pillion.agent.relay.Relays.TaskProxy;
import dev.pillion.inject.apply.TaskDirectories;
import dev.pillion.mesh.model.MeshException;
import dev.pillion.mesh.model.MeshException.Code;
import io.grpc.Server;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import io.grpc.netty.shaded.io.netty.channel.ChannelOption;
import io.grpc.netty.shaded.io.netty.channel.EventLoopGroup;
import io.grpc.netty.shaded.io.netty.channel.ServerChannel;
import io.grpc.netty.shaded.io.netty.channel.epoll.EpollServerDomainSocketChannel;
import io.grpc.netty.shaded.io.netty.channel.unix.DomainSocketAddress;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.function.LongUnaryOperator;

/// One task's `xds.sock` and what serves it.
final class TaskSocket implements AutoCloseable {
  private static final String NAME = "xds.sock";
  // What an Envoy may be told to ping with (connection_keepalive), in seconds.
  private static final int PERMITTED_KEEPALIVE = 5;

  private final TaskProxy proxy;
  private final Path path;
  private final Server server;

  private TaskSocket(TaskProxy proxy, Path path, Server server) {
    this.proxy = proxy;
    this.path = path;
    this.server = server;
  }

  /// Puts the socket in the place of any that an earlier agent left.
  static TaskSocket open(
      TaskProxy proxy, Station station, EventLoopGroup threads, LongUnaryOperator inodeOf) {
    Path path = proxy.directory().resolve(NAME);
    Server server = server(proxy, path, station, threads, inodeOf);
    try {
      Files.createDirectories(proxy.directory());
      TaskDirectories.own(proxy.directory(), "rwx------", proxy.uid());
      Files.deleteIfExists(path);
      server.start();
      TaskDirectories.own(path, "rw-------", proxy.uid());
    } catch (IOException e) {
      server.shutdownNow();
      throw new MeshException(
          Code.UNAVAILABLE,
          path.toString(),
          "cannot be made (" + e + ")",
          "the agent must be root, and the path no longer than 107 bytes");
    }
    return new TaskSocket(proxy, path, server);
  }

  TaskProxy proxy() {
    return proxy;
  }

  /// Whether it is still where Envoy looks for it.
  boolean present() {
    return !server.isShutdown() && Files.exists(path);
  }

  @Override
  public void close() {
    try {
      server.shutdownNow().awaitTermination(1, TimeUnit.SECONDS);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  private static Server server(
      TaskProxy proxy,
      Path path,
      Station station,
      EventLoopGroup threads,
      LongUnaryOperator inodeOf) {
    var peers = new PeerCheck(proxy.taskId(), proxy.netns(), inodeOf);
    return NettyServerBuilder.forAddress(new DomainSocketAddress(path.toFile()))
        .channelFactory(() -> listening(peers))
        .bossEventLoopGroup(threads)
        .workerEventLoopGroup(threads)
        .directExecutor()
        // gRPC sets it on every connection; Netty warns of each that is a Unix socket.
        .withChildOption(ChannelOption.SO_KEEPALIVE, null)
        .permitKeepAliveTime(PERMITTED_KEEPALIVE, TimeUnit.SECONDS)
        .permitKeepAliveWithoutCalls(true)
        .maxInboundMessageSize(Uplink.MAX_MESSAGE_BYTES)
        .addService(station.service(proxy))
        .build();
  }

  private static ServerChannel listening(PeerCheck peers) {
    var channel = new EpollServerDomainSocketChannel();
    channel.pipeline().addFirst(peers);
    return channel;
  }
}
