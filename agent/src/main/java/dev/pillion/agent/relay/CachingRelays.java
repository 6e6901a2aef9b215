package dev.pillion.agent.relay;

import dev.pillion.agent.dial.Dial;
import dev.pillion.mesh.model.ProxyGroup;
import io.grpc.netty.shaded.io.netty.channel.EventLoopGroup;
import io.grpc.netty.shaded.io.netty.channel.MultiThreadIoEventLoopGroup;
import io.grpc.netty.shaded.io.netty.channel.epoll.EpollIoHandler;
import io.grpc.netty.shaded.io.netty.util.concurrent.DefaultThreadFactory;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.LongUnaryOperator;
import java.util.function.Predicate;

/// Serves each task's Envoy from this host's copy of what the server has for its group: one stream
/// to the server for each group and version of Envoy, whatever the number of tasks. All of it runs
/// on one thread, which never blocks.
public final class CachingRelays implements Relays {
  /// What it works with.
  ///
  /// @param server the server's xds address
  /// @param host this host's name, as its agent gives it to the server
  /// @param stateDirectory where copies outlive the agent
  /// @param inodeOf a process's network namespace, as [dev.pillion.agent.netns.Namespaces#inode]
  ///   has it
  /// @param missing whether the server says that there is no such group
  public record Context(
      Dial server,
      String host,
      Path stateDirectory,
      LongUnaryOperator inodeOf,
      Predicate<ProxyGroup> missing) {}

  private final EventLoopGroup threads =
      new MultiThreadIoEventLoopGroup(
          1, new DefaultThreadFactory("relay", true), EpollIoHandler.newFactory());
  private final ConcurrentHashMap<String, TaskSocket> sockets = new ConcurrentHashMap<>();
  private final Uplink uplink;
  private final Station station;
  private final LongUnaryOperator inodeOf;

  /// @param changed is told where all Envoys of the host stand, when one of them stands otherwise;
  ///   must not block
  /// @throws dev.pillion.mesh.model.MeshException when the state directory cannot be written
  public CachingRelays(Context context, Consumer<List<ServedProxy>> changed) {
    uplink = new Uplink(context.server(), threads);
    station =
        new Station(
            new Feed.Context(
                uplink,
                LastGood.in(context.stateDirectory()),
                context.missing(),
                threads,
                context.host()),
            changed);
    inodeOf = context.inodeOf();
  }

  /// Calls for one task come one at a time.
  @Override
  public void open(TaskProxy proxy) {
    TaskSocket old = sockets.get(proxy.taskId());
    if (old != null && old.proxy().equals(proxy) && old.present()) {
      return;
    }
    close(proxy.taskId());
    sockets.put(proxy.taskId(), TaskSocket.open(proxy, station, threads, inodeOf));
  }

  @Override
  public void close(String taskId) {
    TaskSocket socket = sockets.remove(taskId);
    if (socket != null) {
      socket.close();
      threads.execute(() -> station.retain(this::serves));
    }
  }

  private boolean serves(ProxyGroup group) {
    return sockets.values().stream().anyMatch(socket -> socket.proxy().group().equals(group));
  }

  @Override
  public void close() {
    sockets.values().forEach(TaskSocket::close);
    sockets.clear();
    uplink.close();
    var _ = threads.shutdownGracefully(0, 1, TimeUnit.SECONDS).awaitUninterruptibly();
    station.close();
  }
}
