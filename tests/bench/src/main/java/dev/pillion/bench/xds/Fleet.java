package dev.pillion.bench.xds;

import dev.pillion.delta.XdsType;
import dev.pillion.rig.RigException;
import io.grpc.ManagedChannel;
import io.grpc.Status;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import io.grpc.netty.shaded.io.netty.channel.EventLoopGroup;
import io.grpc.netty.shaded.io.netty.channel.MultiThreadIoEventLoopGroup;
import io.grpc.netty.shaded.io.netty.channel.epoll.EpollIoHandler;
import io.grpc.netty.shaded.io.netty.channel.epoll.EpollSocketChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/// Many proxies, each with a connection of its own, as Envoys have.
final class Fleet implements FakeProxy.Listener, AutoCloseable {
  private static final int THREADS = 2;
  private static final long PATIENCE_SECONDS = 180;

  // A snapshot's clusters travel in one message; gRPC's own bound is 4 MiB.
  private static final int MAX_MESSAGE_BYTES = 64 * 1024 * 1024;

  private final EventLoopGroup threads =
      new MultiThreadIoEventLoopGroup(THREADS, EpollIoHandler.newFactory());
  private final List<ManagedChannel> channels = new ArrayList<>();
  private final AtomicLongArray nanoseconds;
  private final CountDownLatch left;
  private final AtomicReference<String> failure = new AtomicReference<>("");
  private volatile boolean closing;
  private volatile @Nullable Watch watch;
  private long began;

  Fleet(int size) {
    nanoseconds = new AtomicLongArray(size);
    left = new CountDownLatch(size);
  }

  /// Lets all of them dial at once, and waits until each has everything.
  ///
  /// @param xds host and port
  /// @return from the first dial to each proxy's whole configuration
  Spread connect(String xds, Speech<?, ?> speech) {
    var address = List.of(xds.split(":", 2));
    began = System.nanoTime();
    for (int i = 0; i < nanoseconds.length(); i++) {
      var channel =
          NettyChannelBuilder.forAddress(address.getFirst(), Integer.parseInt(address.getLast()))
              .usePlaintext()
              .eventLoopGroup(threads)
              .channelType(EpollSocketChannel.class)
              .directExecutor()
              .maxInboundMessageSize(MAX_MESSAGE_BYTES)
              .build();
      channels.add(channel);
      new FakeProxy<>(i, speech, channel, this).begin();
    }
    await();
    return Spread.of(
        IntStream.range(0, nanoseconds.length())
            .mapToObj(i -> Duration.ofNanos(nanoseconds.get(i)))
            .toList());
  }

  /// Makes a change and waits until every proxy has accepted it.
  ///
  /// @param marker is in the resources that are then sent
  Spread change(XdsType type, String marker, Runnable change) {
    var next = new Watch(nanoseconds.length(), type, marker);
    watch = next;
    change.run();
    Spread spread = next.await();
    watch = null;
    if (!failure.get().isEmpty()) {
      throw new RigException(failure.get());
    }
    return spread;
  }

  private void await() {
    try {
      if (!left.await(PATIENCE_SECONDS, TimeUnit.SECONDS) || !failure.get().isEmpty()) {
        throw new RigException(
            "%d of %d proxies are not configured after %d s; %s"
                .formatted(left.getCount(), nanoseconds.length(), PATIENCE_SECONDS, failure.get()));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new RigException("interrupted", e);
    }
  }

  @Override
  public void configured(int proxy) {
    nanoseconds.set(proxy, System.nanoTime() - began);
    left.countDown();
  }

  @Override
  public void failed(int proxy, Status status) {
    if (!closing) {
      failure.compareAndSet("", "the stream of proxy %d ended: %s".formatted(proxy, status));
      left.countDown();
    }
  }

  @Override
  public @Nullable Watch watch() {
    return watch;
  }

  @Override
  public void close() {
    closing = true;
    channels.forEach(ManagedChannel::shutdownNow);
    var _ = threads.shutdownGracefully(0, 1, TimeUnit.SECONDS).awaitUninterruptibly();
  }
}
