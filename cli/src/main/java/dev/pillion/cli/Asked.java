package dev.pillion.cli;

import dev.pillion.agent.dial.Dial;
import dev.pillion.agent.dial.Trouble;
import dev.pillion.mesh.model.MeshException;
import io.grpc.ManagedChannel;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import io.grpc.netty.shaded.io.netty.channel.EventLoopGroup;
import io.grpc.netty.shaded.io.netty.channel.epoll.EpollDomainSocketChannel;
import io.grpc.netty.shaded.io.netty.channel.epoll.EpollEventLoopGroup;
import io.grpc.netty.shaded.io.netty.channel.unix.DomainSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// One question to an agent or a server, with a bound on the wait.
final class Asked implements AutoCloseable {
  private static final long WAIT_SECONDS = 5;

  // Thousands of proxies; gRPC's own bound is 4 MiB.
  private static final int MAX_MESSAGE_BYTES = 64 * 1024 * 1024;

  private final ManagedChannel channel;
  private final @Nullable EventLoopGroup loop;
  private final String subject;
  private final Function<Status, Trouble> trouble;

  private Asked(
      ManagedChannel channel,
      @Nullable EventLoopGroup loop,
      String subject,
      Function<Status, Trouble> trouble) {
    this.channel = channel;
    this.loop = loop;
    this.subject = subject;
    this.trouble = trouble;
  }

  static Asked server(Address address, DialOptions options) {
    var dial = new Dial(address.toString(), options.authority(), options.name(), options.token());
    var channel = dial.channel().maxInboundMessageSize(MAX_MESSAGE_BYTES).build();
    return new Asked(channel, null, "server at " + dial.server(), dial::trouble);
  }

  static Asked agent(Path socket) {
    String remedy =
        "start it with 'pillion agent', or name its directory with --run-dir or PILLION_RUN_DIR";
    if (!Files.exists(socket)) {
      throw new MeshException(
          MeshException.Code.UNAVAILABLE, "agent of this host", "no socket " + socket, remedy);
    }
    // MultiThreadIoEventLoopGroup takes its place in later Netty; the shaded one has only this.
    @SuppressWarnings("deprecation")
    var loop = new EpollEventLoopGroup(1);
    var channel =
        NettyChannelBuilder.forAddress(new DomainSocketAddress(socket.toFile()))
            .channelType(EpollDomainSocketChannel.class)
            .eventLoopGroup(loop)
            .usePlaintext()
            .build();
    return new Asked(
        channel,
        loop,
        "agent at " + socket,
        failed -> new Trouble(failed.getCode().toString(), remedy));
  }

  <T> T answer(Function<io.grpc.Channel, T> question) {
    try {
      return question.apply(
          io.grpc.ClientInterceptors.intercept(
              channel,
              new io.grpc.ClientInterceptor() {
                @Override
                public <Q, A> io.grpc.ClientCall<Q, A> interceptCall(
                    io.grpc.MethodDescriptor<Q, A> method,
                    io.grpc.CallOptions options,
                    io.grpc.Channel next) {
                  return next.newCall(
                      method, options.withDeadlineAfter(WAIT_SECONDS, TimeUnit.SECONDS));
                }
              }));
    } catch (StatusRuntimeException e) {
      Trouble why = trouble.apply(e.getStatus());
      throw new MeshException(
          refused(e.getStatus()) ? MeshException.Code.FORBIDDEN : MeshException.Code.UNAVAILABLE,
          subject,
          (refused(e.getStatus()) ? "refuses to answer (%s)" : "does not answer (%s)")
              .formatted(why.problem()),
          why.remedy());
    }
  }

  private static boolean refused(Status status) {
    return status.getCode() == Status.Code.UNAUTHENTICATED
        || status.getCode() == Status.Code.PERMISSION_DENIED;
  }

  @Override
  public void close() {
    channel.shutdownNow();
    if (loop != null) {
      var _ = loop.shutdownGracefully(0, 1, TimeUnit.SECONDS);
    }
  }
}
