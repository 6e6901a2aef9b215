package dev.pillion.xds.agents;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.pillion.agent.v1.AgentMessage;
import dev.pillion.agent.v1.AgentsGrpc;
import dev.pillion.agent.v1.Hello;
import dev.pillion.agent.v1.Interest;
import dev.pillion.agent.v1.ProxyRef;
import dev.pillion.agent.v1.ProxyReport;
import dev.pillion.agent.v1.ProxyTarget;
import dev.pillion.agent.v1.Report;
import dev.pillion.agent.v1.ServerMessage;
import dev.pillion.agent.v1.ServerMessage.MessageCase;
import io.grpc.ManagedChannel;
import io.grpc.Status;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import io.grpc.stub.StreamObserver;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/// An agent over a real connection that notes what it is told.
final class RecordingAgent implements AutoCloseable {
  private static final long BOUND_SECONDS = 10;

  private final BlockingQueue<ServerMessage> told = new LinkedBlockingQueue<>();
  private final CompletableFuture<Status> ended = new CompletableFuture<>();
  private final ManagedChannel channel;
  private final StreamObserver<AgentMessage> server;

  RecordingAgent(int port) {
    channel = NettyChannelBuilder.forAddress("127.0.0.1", port).usePlaintext().build();
    server =
        AgentsGrpc.newStub(channel)
            .connect(
                new StreamObserver<>() {
                  @Override
                  public void onNext(ServerMessage message) {
                    told.add(message);
                  }

                  @Override
                  public void onError(Throwable thrown) {
                    ended.complete(Status.fromThrowable(thrown));
                  }

                  @Override
                  public void onCompleted() {
                    ended.complete(Status.OK);
                  }
                });
  }

  /// Says hello, and takes the welcome.
  RecordingAgent greets(String reporter, long epoch, boolean resolvesCloudMap)
      throws InterruptedException {
    hello(reporter, epoch, resolvesCloudMap);
    assertEquals("1.2.3", next(MessageCase.WELCOME).getWelcome().getServerVersion());
    return this;
  }

  void hello(String reporter, long epoch, boolean resolvesCloudMap) {
    var hello =
        Hello.newBuilder()
            .setReporter(reporter)
            .setEpoch(epoch)
            .setVersion("0.9")
            .setResolvesCloudMap(resolvesCloudMap);
    server.onNext(AgentMessage.newBuilder().setHello(hello).build());
  }

  void reports(Report.Builder report) {
    server.onNext(AgentMessage.newBuilder().setReport(report).build());
  }

  void serves(String... nodeIds) {
    var report = ProxyReport.newBuilder().setFull(true);
    Stream.of(nodeIds).forEach(id -> report.addProxiesBuilder().setNodeId(id));
    server.onNext(AgentMessage.newBuilder().setProxies(report).build());
  }

  void isInterestedIn(String... nodes) {
    var interest = Interest.newBuilder();
    Stream.of(nodes).map(RecordingAgent::proxy).forEach(interest::addProxies);
    server.onNext(AgentMessage.newBuilder().setInterest(interest).build());
  }

  static ProxyRef proxy(String node) {
    return ProxyRef.newBuilder()
        .setMesh("demo")
        .setKind(ProxyRef.Kind.VIRTUAL_NODE)
        .setName(node)
        .build();
  }

  /// The next message, which must be of that kind.
  ServerMessage next(MessageCase kind) throws InterruptedException {
    var message =
        Objects.requireNonNull(
            told.poll(BOUND_SECONDS, TimeUnit.SECONDS), () -> "no " + kind + " came");
    assertEquals(kind, message.getMessageCase(), message.toString());
    return message;
  }

  List<ProxyTarget> targets() throws InterruptedException {
    return next(MessageCase.PROXIES).getProxies().getTargetsList();
  }

  /// The services of the next assignment, sorted.
  List<String> assigned() throws InterruptedException {
    return next(MessageCase.RESOLVE).getResolve().getNamesList().stream()
        .map(name -> name.getService())
        .toList();
  }

  Status ended() throws Exception {
    return ended.get(BOUND_SECONDS, TimeUnit.SECONDS);
  }

  @Override
  public void close() {
    channel.shutdownNow();
  }
}
