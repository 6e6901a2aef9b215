package dev.pillion.agent.doctor;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// Whether the port that the agent listens on is free, or its own already. It has one at most:
/// tasks' Envoys listen in their tasks' networks, and all else is Unix sockets.
///
/// @param metrics where the agent is to tell metrics
/// @param statusSocket where an agent of this host answers
record PortsCheck(Optional<InetSocketAddress> metrics, Path statusSocket) implements Check {
  private static final String CHECK = "ports";

  @Override
  public List<Finding> look() {
    return List.of(
        metrics
            .map(this::look)
            .orElseGet(() -> Finding.fit(CHECK, "none is needed: metrics are off")));
  }

  private Finding look(InetSocketAddress wanted) {
    String name = wanted.getHostString() + ":" + wanted.getPort();
    var address = new InetSocketAddress(wanted.getHostString(), wanted.getPort());
    try (var socket = new ServerSocket()) {
      socket.bind(address);
      return Finding.fit(CHECK, name + " is free, for metrics");
    } catch (IOException e) {
      return agentAnswers()
          ? Finding.fit(CHECK, name + " is the running agent's, for metrics")
          : Finding.unfit(
              CHECK,
              "the agent cannot tell metrics at %s: %s".formatted(name, e.getMessage()),
              "see who listens there (ss -ltnp), or set PILLION_AGENT_METRICS_ADDRESS to an address"
                  + " of this host and a free port");
    }
  }

  private boolean agentAnswers() {
    try (var channel = SocketChannel.open(StandardProtocolFamily.UNIX)) {
      return channel.connect(UnixDomainSocketAddress.of(statusSocket));
    } catch (IOException _) {
      return false;
    }
  }
}
