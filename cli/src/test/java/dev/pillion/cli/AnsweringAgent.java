package dev.pillion.cli;

import dev.pillion.agent.v1.AgentStatus;
import dev.pillion.agent.v1.AgentStatusRequest;
import dev.pillion.agent.v1.AgentStatusServiceGrpc;
import dev.pillion.agent.v1.AgentTaskServiceGrpc;
import dev.pillion.agent.v1.JoinRequest;
import dev.pillion.agent.v1.LeaveRequest;
import dev.pillion.agent.v1.TaskStatus;
import io.grpc.Server;
import io.grpc.Status;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import io.grpc.netty.shaded.io.netty.channel.EventLoopGroup;
import io.grpc.netty.shaded.io.netty.channel.epoll.EpollEventLoopGroup;
import io.grpc.netty.shaded.io.netty.channel.epoll.EpollServerDomainSocketChannel;
import io.grpc.netty.shaded.io.netty.channel.unix.DomainSocketAddress;
import io.grpc.stub.StreamObserver;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// An agent's socket that answers what a test says, and keeps what it was asked.
final class AnsweringAgent implements AutoCloseable {
  volatile AgentStatus status = AgentStatus.getDefaultInstance();
  volatile TaskStatus answer = TaskStatus.getDefaultInstance();
  volatile @Nullable Status refusal;
  volatile JoinRequest joined = JoinRequest.getDefaultInstance();
  volatile LeaveRequest left = LeaveRequest.getDefaultInstance();

  private final EventLoopGroup loop = loop();
  private final Server server;

  AnsweringAgent(Path socket) throws IOException {
    server =
        NettyServerBuilder.forAddress(new DomainSocketAddress(socket.toFile()))
            .channelType(EpollServerDomainSocketChannel.class)
            .bossEventLoopGroup(loop)
            .workerEventLoopGroup(loop)
            .directExecutor()
            .addService(new Statuses())
            .addService(new Changes())
            .build()
            .start();
  }

  // MultiThreadIoEventLoopGroup takes its place in later Netty; the shaded one has only this.
  @SuppressWarnings("deprecation")
  private static EventLoopGroup loop() {
    return new EpollEventLoopGroup(1);
  }

  @Override
  public void close() {
    server.shutdownNow();
    var _ = loop.shutdownGracefully(0, 1, TimeUnit.SECONDS).awaitUninterruptibly();
  }

  private final class Statuses extends AgentStatusServiceGrpc.AgentStatusServiceImplBase {
    @Override
    public void get(AgentStatusRequest request, StreamObserver<AgentStatus> observer) {
      observer.onNext(status);
      observer.onCompleted();
    }
  }

  private final class Changes extends AgentTaskServiceGrpc.AgentTaskServiceImplBase {
    @Override
    public void join(JoinRequest request, StreamObserver<TaskStatus> observer) {
      joined = request;
      answer(observer);
    }

    @Override
    public void leave(LeaveRequest request, StreamObserver<TaskStatus> observer) {
      left = request;
      answer(observer);
    }

    private void answer(StreamObserver<TaskStatus> observer) {
      Status refused = refusal;
      if (refused != null) {
        observer.onError(refused.asRuntimeException());
        return;
      }
      observer.onNext(answer);
      observer.onCompleted();
    }
  }
}
