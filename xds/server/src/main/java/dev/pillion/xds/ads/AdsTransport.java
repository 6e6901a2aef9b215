package dev.pillion.xds.ads;

import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import java.util.concurrent.TimeUnit;

/// What the aggregated stream asks of the server's transport.
public final class AdsTransport {
  // Envoy's and the agents' bootstrap ping every 30 s; gRPC's default is to hang up on anyone who
  // does so more often than every 5 minutes.
  private static final long PING_EVERY_SECONDS = 10;

  private AdsTransport() {}

  /// Lets clients ping often enough to find a dead connection, also while they have no call.
  public static NettyServerBuilder apply(NettyServerBuilder builder) {
    return builder
        .permitKeepAliveTime(PING_EVERY_SECONDS, TimeUnit.SECONDS)
        .permitKeepAliveWithoutCalls(true);
  }
}
