package dev.pillion.agent.report;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.pillion.agent.cloudmap.CloudMapPoller;
import dev.pillion.agent.cloudmap.MotoServer;
import dev.pillion.agent.cloudmap.MotoServices;
import dev.pillion.agent.dial.Dial;
import dev.pillion.agent.link.Eventually;
import dev.pillion.agent.v1.CloudMapInstances;
import dev.pillion.agent.v1.CloudMapName;
import dev.pillion.agent.v1.Resolve;
import dev.pillion.agent.v1.ServerMessage;
import dev.pillion.mesh.endpoint.ServiceKey;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// From an instance in Cloud Map to the server, through the real client.
final class ResolveOnMotoTest {
  private static final ServiceKey COLORS = new ServiceKey("demo.local", "colorteller");

  @TempDir Path state;

  private static List<String> addresses(RecordingServer.Stream stream) {
    return stream.reports().stream()
        .flatMap(report -> report.getServicesList().stream())
        .reduce((_, newer) -> newer)
        .map(CloudMapInstances::getInstancesList)
        .orElse(List.of())
        .stream()
        .map(instance -> instance.getIpv4() + ":" + instance.getPort())
        .toList();
  }

  @Test
  void instancesReachTheServerAsTheyComeAndGo() throws Exception {
    try (var moto = MotoServer.start();
        var aws = moto.aws();
        var poller = new CloudMapPoller(aws.cloudMap(), Duration.ofMillis(100));
        var server = new RecordingServer(0, true)) {
      var services = new MotoServices(moto);
      services.register(
          COLORS, "a", Map.of("AWS_INSTANCE_IPV4", "10.0.0.1", "AWS_INSTANCE_PORT", "8080"));
      var channel =
          NettyChannelBuilder.forAddress("127.0.0.1", server.port()).usePlaintext().build();
      var greeting = new Greeting(new HostIdentity("host", ""), 1, "test", "");
      try (var link =
          GrpcServerLink.open(
              channel,
              Dial.plain("127.0.0.1:" + server.port()),
              greeting,
              poller,
              state,
              InstantSource.system())) {
        aws.onFound(link::wake);
        Eventually.holds("access to moto", () -> aws.cloudMap().usable());
        link.wake();
        var stream = server.stream(0);
        var name = CloudMapName.newBuilder().setNamespace("demo.local").setService("colorteller");
        stream.say(ServerMessage.newBuilder().setResolve(Resolve.newBuilder().addNames(name)));
        Eventually.holds("a", () -> addresses(stream).equals(List.of("10.0.0.1:8080")));
        services.register(
            COLORS, "b", Map.of("AWS_INSTANCE_IPV4", "10.0.0.2", "AWS_INSTANCE_PORT", "8080"));
        Eventually.holds(
            "a and b", () -> addresses(stream).equals(List.of("10.0.0.1:8080", "10.0.0.2:8080")));
        services.deregister(COLORS, "a");
        Eventually.holds("b", () -> addresses(stream).equals(List.of("10.0.0.2:8080")));
        assertEquals("", aws.cloudMapState().problem());
      } finally {
        channel.shutdownNow();
      }
    }
  }
}
