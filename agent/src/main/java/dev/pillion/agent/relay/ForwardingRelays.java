package dev.pillion.agent.relay;

import dev.pillion.agent.dial.Dial;
import io.grpc.netty.shaded.io.netty.channel.EventLoopGroup;
import io.grpc.netty.shaded.io.netty.channel.MultiThreadIoEventLoopGroup;
import io.grpc.netty.shaded.io.netty.channel.epoll.EpollIoHandler;
import io.grpc.netty.shaded.io.netty.util.concurrent.DefaultThreadFactory;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.LongUnaryOperator;

/// Passes each task's stream on to the server as it is. All tasks share one thread, which never
/// blocks, and one connection.
public final class ForwardingRelays implements Relays {
  private final EventLoopGroup threads =
      new MultiThreadIoEventLoopGroup(
          1, new DefaultThreadFactory("relay", true), EpollIoHandler.newFactory());
  private final ConcurrentHashMap<String, TaskSocket> sockets = new ConcurrentHashMap<>();
  private final Uplink uplink;
  private final LongUnaryOperator inodeOf;

  /// @param server the server's xds address
  /// @param inodeOf a process's network namespace, as [dev.pillion.agent.netns.Namespaces#inode]
  ///   has it
  public ForwardingRelays(Dial server, LongUnaryOperator inodeOf) {
    uplink = new Uplink(server, threads);
    this.inodeOf = inodeOf;
  }

  /// Calls for one task come one at a time.
  @Override
  public void open(TaskProxy proxy) {
    TaskSocket old = sockets.get(proxy.taskId());
    if (old != null && old.proxy().equals(proxy) && old.present()) {
      return;
    }
    close(proxy.taskId());
    sockets.put(proxy.taskId(), TaskSocket.open(proxy, uplink, threads, inodeOf));
  }

  @Override
  public void close(String taskId) {
    TaskSocket socket = sockets.remove(taskId);
    if (socket != null) {
      socket.close();
    }
  }

  @Override
  public void close() {
    sockets.keySet().forEach(this::close);
    uplink.close();
    var _ = threads.shutdownGracefully(0, 1, TimeUnit.SECONDS).awaitUninterruptibly();
  }
}
