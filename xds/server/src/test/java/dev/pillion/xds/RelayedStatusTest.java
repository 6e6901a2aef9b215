package dev.pillion.xds;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.Timestamp;
import dev.pillion.agent.v1.AgentMessage;
import dev.pillion.agent.v1.AgentsGrpc;
import dev.pillion.agent.v1.GroupStatus;
import dev.pillion.agent.v1.Hello;
import dev.pillion.agent.v1.ProxyRef;
import dev.pillion.agent.v1.ProxyReport;
import dev.pillion.agent.v1.ProxyStatus;
import dev.pillion.agent.v1.Rejection;
import dev.pillion.agent.v1.RelayedProxy;
import dev.pillion.agent.v1.ServerMessage;
import dev.pillion.agent.v1.ServerStatus;
import dev.pillion.agent.v1.ServerStatusRequest;
import dev.pillion.agent.v1.ServerStatusServiceGrpc;
import dev.pillion.agent.v1.TypeStatus;
import dev.pillion.delta.XdsType;
import io.grpc.ManagedChannel;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import io.grpc.stub.StreamObserver;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What an agent says of its Envoys, on its way to `pillion status` through a whole server.
final class RelayedStatusTest {
  private static final String NODE = "mesh/shop/virtualNode/front/7f3a";
  private static final ProxyRef FRONT =
      ProxyRef.newBuilder()
          .setMesh("shop")
          .setKind(ProxyRef.Kind.VIRTUAL_NODE)
          .setName("front")
          .build();
  private static final Timestamp NOON = Timestamp.newBuilder().setSeconds(1_767_268_800).build();
  private static final Timestamp LATER = NOON.toBuilder().setNanos(1000).build();

  private XdsServer server;
  private ManagedChannel channel;

  @BeforeEach
  void start(@TempDir Path data) {
    var anyPort = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    server = XdsServer.start(new XdsConfig(data, anyPort, anyPort), Clock.systemUTC());
    channel =
        NettyChannelBuilder.forAddress("127.0.0.1", server.xdsAddress().getPort())
            .usePlaintext()
            .build();
  }

  @AfterEach
  void stop() {
    channel.shutdownNow();
    server.close();
  }

  @Test
  void statusListsAnAgentsEnvoysWithWhatTheyRefuseAndWhatItWasMadeFrom() {
    StreamObserver<AgentMessage> agent = agent();
    agent.onNext(report(proxy()));
    ServerStatus status = await(found -> found.getProxiesCount() == 1);
    ProxyStatus proxy = status.getProxies(0);
    assertEquals(NODE, proxy.getNodeId());
    assertEquals("arn", proxy.getTask());
    assertEquals(FRONT, proxy.getProxy());
    assertEquals(NOON, proxy.getConnected());
    assertEquals("1.40.0", proxy.getEnvoyVersion());
    assertEquals("delta", proxy.getDialect());
    assertFalse(proxy.getInSync());
    assertTrue(proxy.getProblem().contains("shop"), proxy.getProblem());
    assertEquals(1, proxy.getTypesCount());
    TypeStatus type = proxy.getTypes(0);
    assertEquals("LDS", type.getType());
    assertEquals(3, type.getResources());
    assertEquals(LATER, type.getSent());
    assertEquals(NOON, type.getAcknowledged());
    Rejection rejection = type.getRejections(0);
    assertEquals("lds_ingress_0.0.0.0_8080", rejection.getName());
    assertEquals("abcd", rejection.getVersion());
    assertEquals("no such filter", rejection.getError());
    assertEquals("virtualNode/front, listener 8080", rejection.getMadeBy());
    assertEquals(LATER, rejection.getAt());
    assertEquals(
        List.of("mesh/shop/virtualNode/front"),
        status.getGroupsList().stream().map(GroupStatus::getName).toList());

    agent.onCompleted();
    assertEquals(0, await(found -> found.getProxiesCount() == 0).getGroupsCount());
  }

  @Test
  void aTypeIsAnsweredWhenItsLastResponseWasAcceptedAndNothingIsRefused() {
    var type = TypeStatus.newBuilder().setType("CDS");
    assertTrue(inSync(type), "nothing was sent");
    assertFalse(inSync(type.setSent(NOON)));
    assertTrue(inSync(type.setAcknowledged(NOON)));
    assertFalse(inSync(type.setSent(LATER)));
    assertTrue(inSync(type.setAcknowledged(LATER)));
    assertFalse(inSync(type.addRejections(Rejection.getDefaultInstance())));
  }

  @Test
  void aTypeThatThisServerDoesNotKnowIsPassedOver() {
    var message =
        RelayedProxy.newBuilder()
            .addTypes(TypeStatus.newBuilder().setType("EXTENSIONS"))
            .addTypes(TypeStatus.newBuilder().setType("RDS"))
            .setAccepted(7)
            .setConnected(NOON)
            .build();
    var proxy = RelayedMessages.proxy(message);
    assertEquals(List.of(XdsType.RDS), proxy.types().stream().map(t -> t.type()).toList());
    assertEquals(7, proxy.accepted());
    assertEquals(Instant.ofEpochSecond(NOON.getSeconds()), proxy.connected());
  }

  private static boolean inSync(TypeStatus.Builder type) {
    var message = RelayedProxy.newBuilder().addTypes(type).build();
    return RelayedMessages.proxy(message).types().getFirst().inSync();
  }

  private static RelayedProxy.Builder proxy() {
    var rejection =
        Rejection.newBuilder()
            .setName("lds_ingress_0.0.0.0_8080")
            .setVersion("abcd")
            .setError("no such filter")
            .setAt(LATER);
    return RelayedProxy.newBuilder()
        .setNodeId(NODE)
        .setTask("arn")
        .setProxy(FRONT)
        .setConnected(NOON)
        .setEnvoyVersion("1.40.0")
        .setDialect("delta")
        .setRelay("host/1")
        .addTypes(
            TypeStatus.newBuilder()
                .setType("LDS")
                .setResources(3)
                .setSent(LATER)
                .setAcknowledged(NOON)
                .addRejections(rejection));
  }

  private static AgentMessage report(RelayedProxy.Builder proxy) {
    return AgentMessage.newBuilder()
        .setProxies(ProxyReport.newBuilder().setFull(true).addProxies(proxy))
        .build();
  }

  private StreamObserver<AgentMessage> agent() {
    var agent = AgentsGrpc.newStub(channel).connect(new Deaf());
    agent.onNext(
        AgentMessage.newBuilder()
            .setHello(Hello.newBuilder().setReporter("host").setEpoch(1))
            .build());
    return agent;
  }

  private ServerStatus await(Predicate<ServerStatus> holds) {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
    var stub = ServerStatusServiceGrpc.newBlockingStub(channel);
    ServerStatus status = stub.get(ServerStatusRequest.getDefaultInstance());
    while (!holds.test(status)) {
      assertTrue(System.nanoTime() < end, status.toString());
      status = stub.get(ServerStatusRequest.getDefaultInstance());
    }
    return status;
  }

  /// An agent that does not care what it is told.
  private static final class Deaf implements StreamObserver<ServerMessage> {
    @Override
    public void onNext(ServerMessage message) {}

    @Override
    public void onError(Throwable failure) {}

    @Override
    public void onCompleted() {}
  }
}
