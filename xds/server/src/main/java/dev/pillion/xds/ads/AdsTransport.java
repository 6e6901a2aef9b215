package dev.pillion.xds.ads;

import io.envoyproxy.envoy.service.discovery.v3.AggregatedDiscoveryServiceGrpc;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallExecutorSupplier;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// What the aggregated stream asks of the server's transport.
public final class AdsTransport {
  // App Mesh's images ping every 10 s, with or without data, and the agents and Envoys every 30 s.
  // Three pings that come too early end the connection, and what early ones there were is forgotten
  // only when something is sent: half of their time keeps one that is a little early from counting.
  // gRPC's own bound is 5 minutes.
  private static final long PINGS_APART_SECONDS = 5;

  private AdsTransport() {}

  /// Where streams are brought to a new snapshot: on a thread a processor, for they compute and
  /// never wait. To write from a thread of its own, as a virtual one a task would be, costs a set
  /// of Netty's buffers each time.
  public static ExecutorService threads() {
    return Executors.newWorkStealingPool();
  }

  /// Lets clients ping often enough to find a dead connection, also while they have no call; and
  /// has a stream's requests handled where they are read, which is less work than to hand them to
  /// another thread.
  public static NettyServerBuilder apply(NettyServerBuilder builder) {
    return builder
        .callExecutor(new WhereRead())
        .permitKeepAliveTime(PINGS_APART_SECONDS, TimeUnit.SECONDS)
        .permitKeepAliveWithoutCalls(true);
  }

  private record WhereRead() implements ServerCallExecutorSupplier {
    @Override
    public <Q, R> @Nullable Executor getExecutor(ServerCall<Q, R> call, Metadata headers) {
      String service = call.getMethodDescriptor().getServiceName();
      return AggregatedDiscoveryServiceGrpc.SERVICE_NAME.equals(service) ? Runnable::run : null;
    }
  }
}
