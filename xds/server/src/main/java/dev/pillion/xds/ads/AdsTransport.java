package dev.pillion.xds.ads;

import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import java.util.concurrent.TimeUnit;

/// What the aggregated stream asks of the server's transport.
public final class AdsTransport {
  // App Mesh's images ping every 10 s, with or without data, and the agents and Envoys every 30 s.
  // Three pings that come too early end the connection, and what early ones there were is forgotten
  // only when something is sent: half of their time keeps one that is a little early from counting.
  // gRPC's own bound is 5 minutes.
  private static final long PINGS_APART_SECONDS = 5;

  private AdsTransport() {}

  /// Lets clients ping often enough to find a dead connection, also while they have no call.
  public static NettyServerBuilder apply(NettyServerBuilder builder) {
    return builder
        .permitKeepAliveTime(PINGS_APART_SECONDS, TimeUnit.SECONDS)
        .permitKeepAliveWithoutCalls(true);
  }
}
