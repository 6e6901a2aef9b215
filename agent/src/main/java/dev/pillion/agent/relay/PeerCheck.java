package dev.pillion.agent.relay;

import io.grpc.netty.shaded.io.netty.channel.Channel;
import io.grpc.netty.shaded.io.netty.channel.ChannelHandlerContext;
import io.grpc.netty.shaded.io.netty.channel.ChannelInboundHandlerAdapter;
import io.grpc.netty.shaded.io.netty.channel.epoll.EpollDomainSocketChannel;
import java.io.IOException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.LongUnaryOperator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Lets only processes of the task's own network namespace talk on its socket. It stands before
/// what accepts connections, so a stranger's first byte is never read.
final class PeerCheck extends ChannelInboundHandlerAdapter {
  private static final Logger log = LoggerFactory.getLogger(PeerCheck.class);

  private final String taskId;
  private final long netns;
  private final LongUnaryOperator inodeOf;
  private final AtomicBoolean refusing = new AtomicBoolean();

  /// @param inodeOf a process's network namespace; throws when the process is gone
  PeerCheck(String taskId, long netns, LongUnaryOperator inodeOf) {
    this.taskId = taskId;
    this.netns = netns;
    this.inodeOf = inodeOf;
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object accepted) {
    var connection = (EpollDomainSocketChannel) accepted;
    if (belongs(connection)) {
      context.fireChannelRead(accepted);
    } else {
      drop(connection);
    }
  }

  private boolean belongs(EpollDomainSocketChannel connection) {
    String problem;
    try {
      int pid = connection.peerCredentials().pid();
      if (inodeOf.applyAsLong(pid) == netns) {
        refusing.set(false);
        return true;
      }
      problem = "process " + pid + " lives in another network namespace";
    } catch (IOException | RuntimeException e) {
      problem = "its peer cannot be told: " + e.getMessage();
    }
    if (refusing.compareAndSet(false, true)) {
      log.warn(
          "task={} xds=refused problem=\"{}\" remedy=\"find out who opened the task's xds.sock; only"
              + " its own Envoy may\"",
          taskId,
          problem);
    }
    return false;
  }

  /// It is not registered with an event loop yet, where closing would otherwise happen.
  private static void drop(Channel connection) {
    connection.unsafe().closeForcibly();
  }
}
