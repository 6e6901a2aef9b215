package dev.pillion.traffic.stage;

import dev.pillion.agent.cloudmap.CloudMapPoller;
import dev.pillion.agent.dial.Dial;
import dev.pillion.agent.netns.NetworkNamespace;
import dev.pillion.agent.relay.CachingRelays;
import dev.pillion.agent.relay.Relays.TaskProxy;
import dev.pillion.agent.report.Greeting;
import dev.pillion.agent.report.GrpcServerLink;
import dev.pillion.agent.report.HostIdentity;
import dev.pillion.agent.v1.ServerStatus;
import dev.pillion.agent.v1.ServerStatusRequest;
import dev.pillion.agent.v1.ServerStatusServiceGrpc;
import io.grpc.ManagedChannel;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;

/// What of the agent has to do with the server: its stream, its look-ups, its relays.
final class HostAgent implements AutoCloseable {
  private static final Duration LOOK_UP = Duration.ofMillis(50);
  private static final String NAME = "traffic";

  private final ManagedChannel channel;
  private final CloudMapPoller poller;
  private final GrpcServerLink link;
  private final CachingRelays relays;

  /// @param port of the server's xds address
  HostAgent(int port, CloudMap cloudMap, Path folder) {
    Dial server = Dial.plain("127.0.0.1:" + port);
    channel = server.channel().build();
    poller = new CloudMapPoller(cloudMap, LOOK_UP);
    var greeting = new Greeting(new HostIdentity(NAME, ""), 1, "0", "az1");
    link = GrpcServerLink.open(channel, server, greeting, poller, folder, Clock.systemUTC());
    var context =
        new CachingRelays.Context(server, NAME, folder, NetworkNamespace::inode, _ -> false);
    relays = new CachingRelays(context, link::proxies);
  }

  void open(TaskProxy proxy) {
    relays.open(proxy);
  }

  ServerStatus status() {
    return ServerStatusServiceGrpc.newBlockingStub(channel)
        .get(ServerStatusRequest.getDefaultInstance());
  }

  @Override
  public void close() {
    relays.close();
    link.close();
    poller.close();
    channel.shutdownNow();
  }
}
