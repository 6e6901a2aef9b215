package dev.pillion.agent;

import dev.pillion.agent.v1.AgentStatus;
import dev.pillion.agent.v1.AgentStatusRequest;
import dev.pillion.agent.v1.AgentStatusServiceGrpc;
import dev.pillion.mesh.model.MeshException;
import dev.pillion.mesh.model.MeshException.Code;
import io.grpc.BindableService;
import io.grpc.Server;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import io.grpc.netty.shaded.io.netty.channel.ChannelOption;
import io.grpc.netty.shaded.io.netty.channel.epoll.EpollServerDomainSocketChannel;
import io.grpc.netty.shaded.io.netty.channel.unix.DomainSocketAddress;
import io.grpc.stub.StreamObserver;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Supplier;

/// Answers `pillion status` and what else a person asks of this agent, on a Unix socket.
final class StatusServer implements AutoCloseable {
  private final Server server;

  private StatusServer(Server server) {
    this.server = server;
  }

  /// @param socket replaced if it is there: its owner is gone
  /// @param more of what it answers
  static StatusServer open(
      Path socket, IoThreads threads, Supplier<AgentStatus> status, BindableService... more) {
    try {
      Files.deleteIfExists(socket);
      var builder =
          NettyServerBuilder.forAddress(new DomainSocketAddress(socket.toFile()))
              .channelType(EpollServerDomainSocketChannel.class)
              .bossEventLoopGroup(threads.group())
              .workerEventLoopGroup(threads.group())
              .directExecutor()
              // gRPC sets it on every connection; Netty warns of each that is a Unix socket.
              .withChildOption(ChannelOption.SO_KEEPALIVE, null)
              .addService(new Service(status));
      List.of(more).forEach(builder::addService);
      return new StatusServer(builder.build().start());
    } catch (IOException e) {
      throw new MeshException(
          Code.UNAVAILABLE,
          "status socket " + socket,
          "cannot be opened: " + e.getMessage(),
          "run the agent as root, or set PILLION_RUN_DIR");
    }
  }

  @Override
  public void close() {
    server.shutdownNow();
  }

  private static final class Service extends AgentStatusServiceGrpc.AgentStatusServiceImplBase {
    private final Supplier<AgentStatus> status;

    private Service(Supplier<AgentStatus> status) {
      this.status = status;
    }

    @Override
    public void get(AgentStatusRequest request, StreamObserver<AgentStatus> observer) {
      observer.onNext(status.get());
      observer.onCompleted();
    }
  }
}
