package dev.pillion.agent.doctor;

import dev.pillion.agent.v1.ServerStatus;
import dev.pillion.agent.v1.ServerStatusRequest;
import dev.pillion.agent.v1.ServerStatusServiceGrpc;
import io.grpc.StatusRuntimeException;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// The server.
///
/// @param address `host:port` of its xds address
record ServerCheck(String address) implements Check {
  private static final long WAIT_SECONDS = 5;
  private static final int MAX_MESSAGE_BYTES = 64 * 1024 * 1024;

  @Override
  public List<Finding> look() {
    var channel =
        NettyChannelBuilder.forTarget("dns:///" + address)
            .usePlaintext()
            .maxInboundMessageSize(MAX_MESSAGE_BYTES)
            .build();
    try {
      ServerStatus status =
          ServerStatusServiceGrpc.newBlockingStub(channel)
              .withDeadlineAfter(WAIT_SECONDS, TimeUnit.SECONDS)
              .get(ServerStatusRequest.getDefaultInstance());
      return List.of(Finding.fit("server", "%s at %s".formatted(status.getVersion(), address)));
    } catch (StatusRuntimeException e) {
      return List.of(
          Finding.unfit(
              "server",
              "%s does not answer (%s)".formatted(address, e.getStatus().getCode()),
              "start it, correct --server or PILLION_SERVER, or open its xds port in the security"
                  + " group"));
    } finally {
      channel.shutdownNow();
    }
  }
}
