package dev.pillion.agent.doctor;

import dev.pillion.agent.dial.Dial;
import dev.pillion.agent.dial.Trouble;
import dev.pillion.agent.v1.ServerStatus;
import dev.pillion.agent.v1.ServerStatusRequest;
import dev.pillion.agent.v1.ServerStatusServiceGrpc;
import io.grpc.StatusRuntimeException;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// The server.
///
/// @param address its xds address
record ServerCheck(Dial address) implements Check {
  private static final long WAIT_SECONDS = 5;
  private static final int MAX_MESSAGE_BYTES = 64 * 1024 * 1024;

  @Override
  public List<Finding> look() {
    var channel = address.channel().maxInboundMessageSize(MAX_MESSAGE_BYTES).build();
    try {
      ServerStatus status =
          ServerStatusServiceGrpc.newBlockingStub(channel)
              .withDeadlineAfter(WAIT_SECONDS, TimeUnit.SECONDS)
              .get(ServerStatusRequest.getDefaultInstance());
      return List.of(
          Finding.fit("server", "%s at %s".formatted(status.getVersion(), address.server())));
    } catch (StatusRuntimeException e) {
      Trouble trouble = address.trouble(e.getStatus());
      return List.of(
          Finding.unfit(
              "server",
              "%s does not answer (%s): %s"
                  .formatted(address.server(), e.getStatus().getCode(), trouble.problem()),
              trouble.remedy()));
    } finally {
      channel.shutdownNow();
    }
  }
}
