package dev.pillion.traffic.stage;

import dev.pillion.agent.v1.AgentMessage;
import dev.pillion.agent.v1.AgentsGrpc;
import dev.pillion.agent.v1.CloudMapInstances;
import dev.pillion.agent.v1.CloudMapName;
import dev.pillion.agent.v1.Hello;
import dev.pillion.agent.v1.Instance;
import dev.pillion.agent.v1.Report;
import dev.pillion.agent.v1.ServerMessage;
import dev.pillion.agent.v1.ServerStatus;
import dev.pillion.agent.v1.ServerStatusRequest;
import dev.pillion.agent.v1.ServerStatusServiceGrpc;
import io.grpc.ManagedChannel;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import io.grpc.stub.StreamObserver;
import java.util.List;

/// An agent that tells the server what Cloud Map lists, and asks it how it is.
public final class CloudMap implements AutoCloseable {
  private final ManagedChannel channel;
  private final StreamObserver<AgentMessage> server;
  private long sequence;

  CloudMap(int port) {
    channel = NettyChannelBuilder.forAddress("127.0.0.1", port).usePlaintext().build();
    server = AgentsGrpc.newStub(channel).connect(new Deaf());
    var hello =
        Hello.newBuilder().setReporter("traffic").setEpoch(1).setVersion("0").setZone("az1");
    server.onNext(AgentMessage.newBuilder().setHello(hello.setResolvesCloudMap(true)).build());
    report(Report.newBuilder().setFull(true));
  }

  /// From now on the service has these instances.
  public synchronized void lists(String namespace, String service, List<Instance> instances) {
    var name = CloudMapName.newBuilder().setNamespace(namespace).setService(service);
    var all =
        CloudMapInstances.newBuilder()
            .setName(name)
            .setRevision(sequence + 1)
            .addAllInstances(instances);
    report(Report.newBuilder().addServices(all));
  }

  ServerStatus status() {
    return ServerStatusServiceGrpc.newBlockingStub(channel)
        .get(ServerStatusRequest.getDefaultInstance());
  }

  private synchronized void report(Report.Builder report) {
    sequence++;
    server.onNext(AgentMessage.newBuilder().setReport(report.setSequence(sequence)).build());
  }

  @Override
  public void close() {
    channel.shutdownNow();
  }

  /// It lists what the test says, and needs no telling.
  private static final class Deaf implements StreamObserver<ServerMessage> {
    @Override
    public void onNext(ServerMessage message) {}

    @Override
    public void onError(Throwable ended) {}

    @Override
    public void onCompleted() {}
  }
}
