package dev.pillion.agent;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.pillion.agent.link.LinkState;
import dev.pillion.agent.reconcile.EnvoyEnds;
import dev.pillion.agent.reconcile.Note;
import dev.pillion.agent.reconcile.Standing;
import dev.pillion.agent.reconcile.TaskReport;
import dev.pillion.agent.v1.AgentStatus;
import dev.pillion.agent.v1.AgentStatusRequest;
import dev.pillion.agent.v1.AgentStatusServiceGrpc;
import dev.pillion.agent.v1.Link;
import dev.pillion.agent.v1.ProxyRef;
import dev.pillion.agent.v1.TaskStatus;
import dev.pillion.inject.plan.Reason;
import dev.pillion.mesh.model.ProxyGroup;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import io.grpc.netty.shaded.io.netty.channel.ChannelOption;
import io.grpc.netty.shaded.io.netty.channel.epoll.EpollDomainSocketChannel;
import io.grpc.netty.shaded.io.netty.channel.unix.DomainSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class StatusTest {
  private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

  @TempDir private Path run;

  private static TaskReport report(Standing standing) {
    return new TaskReport(
        "t1",
        "arn:aws:ecs:eu-west-1:1:task/demo/t1",
        "front",
        "3",
        "demo",
        standing,
        Optional.of(ProxyGroup.virtualNode("demo", "front")),
        "pause-id",
        "envoy-id",
        Optional.of(START),
        Optional.of(Duration.ofMillis(12)),
        Optional.empty(),
        Optional.of(Duration.ofSeconds(7)),
        List.of(8080),
        List.of(),
        new EnvoyEnds(2, 0, false),
        1,
        false,
        true,
        false,
        List.of("app-id"));
  }

  @Test
  void everythingOfATaskIsTold() {
    var note = new Note(Reason.ENVOY_IMAGE, "image x cannot be pulled", "correct it");
    TaskStatus status = StatusMessages.task(report(new Standing.Held(note)));
    assertEquals(
        TaskStatus.newBuilder()
            .setId("t1")
            .setArn("arn:aws:ecs:eu-west-1:1:task/demo/t1")
            .setFamily("front")
            .setRevision("3")
            .setState(TaskStatus.State.HELD)
            .setReason("envoy-image")
            .setMessage("image x cannot be pulled")
            .setRemedy("correct it")
            .setProxy(
                ProxyRef.newBuilder()
                    .setMesh("demo")
                    .setKind(ProxyRef.Kind.VIRTUAL_NODE)
                    .setName("front"))
            .setNetnsContainer("pause-id")
            .setEnvoyContainer("envoy-id")
            .setStarted(StatusMessages.time(START))
            .setHeldAfter(com.google.protobuf.Duration.newBuilder().setNanos(12_000_000))
            .setExposedFor(com.google.protobuf.Duration.newBuilder().setSeconds(7))
            .addAppPorts(8080)
            .setEnvoyRestarts(2)
            .setRuleRepairs(1)
            .build(),
        status);
    assertFalse(status.hasReleasedAfter());
  }

  @Test
  void anUndecidedTaskSaysWhatItWaitsFor() {
    TaskStatus status =
        StatusMessages.task(report(new Standing.Undecided("its first container to start", true)));
    assertEquals(TaskStatus.State.UNDECIDED, status.getState());
    assertEquals("waits for its first container to start", status.getMessage());
  }

  @Test
  void aLinkThatIsDownSaysWhyAndWhatToDo() {
    assertEquals(
        Link.newBuilder()
            .setEndpoint("mesh:1")
            .setSince(StatusMessages.time(START))
            .setProblem("refused")
            .setRemedy("start it")
            .build(),
        StatusMessages.link(new LinkState("mesh:1", false, START, "refused", "start it")));
  }

  @Test
  void theSocketAnswersAlsoWhereAnEarlierAgentLeftOne() {
    var status = AgentStatus.newBuilder().setReporter("host-1").build();
    Path socket = run.resolve("agent.sock");
    try (var threads = new IoThreads()) {
      for (int start = 0; start < 2; start++) {
        try (var _ = StatusServer.open(socket, threads, () -> status)) {
          var channel =
              NettyChannelBuilder.forAddress(new DomainSocketAddress(socket.toFile()))
                  .channelType(EpollDomainSocketChannel.class)
                  .eventLoopGroup(threads.group())
                  .withOption(ChannelOption.SO_KEEPALIVE, null)
                  .usePlaintext()
                  .build();
          try {
            assertEquals(
                status,
                AgentStatusServiceGrpc.newBlockingStub(channel)
                    .get(AgentStatusRequest.getDefaultInstance()));
          } finally {
            channel.shutdownNow();
          }
        }
      }
    }
  }
}
