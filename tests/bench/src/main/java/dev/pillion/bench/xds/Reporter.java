package dev.pillion.bench.xds;

import dev.pillion.agent.v1.AgentMessage;
import dev.pillion.agent.v1.AgentsGrpc;
import dev.pillion.agent.v1.CloudMapInstances;
import dev.pillion.agent.v1.Hello;
import dev.pillion.agent.v1.Report;
import dev.pillion.agent.v1.ServerMessage;
import io.grpc.ManagedChannel;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import io.grpc.stub.StreamObserver;
import java.util.List;

/// Stands in for the agent that finds endpoints, over the contract of agents.
final class Reporter implements AutoCloseable {
  private final ManagedChannel channel;
  private final StreamObserver<AgentMessage> server;
  private long sequence;

  /// Connects, and reports these.
  ///
  /// @param xds host and port
  /// @param gone is told when the server has gone
  Reporter(String xds, List<CloudMapInstances> instances, Runnable gone) {
    channel = NettyChannelBuilder.forTarget(xds).usePlaintext().build();
    server = AgentsGrpc.newStub(channel).connect(new Ignored(gone));
    var hello =
        Hello.newBuilder()
            .setReporter("bench")
            .setEpoch(1)
            .setVersion("bench")
            .setResolvesCloudMap(true);
    server.onNext(AgentMessage.newBuilder().setHello(hello).build());
    send(Report.newBuilder().setFull(true).addAllServices(instances));
  }

  /// Reports the instances of one service anew.
  void report(CloudMapInstances instances) {
    send(Report.newBuilder().addServices(instances));
  }

  private synchronized void send(Report.Builder report) {
    server.onNext(AgentMessage.newBuilder().setReport(report.setSequence(++sequence)).build());
  }

  @Override
  public void close() {
    channel.shutdownNow();
  }

  /// What the server asks of agents is nothing that the benchmark does.
  private record Ignored(Runnable gone) implements StreamObserver<ServerMessage> {
    @Override
    public void onNext(ServerMessage message) {}

    @Override
    public void onError(Throwable failure) {
      gone.run();
    }

    @Override
    public void onCompleted() {
      gone.run();
    }
  }
}
