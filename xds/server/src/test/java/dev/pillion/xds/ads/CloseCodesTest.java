package dev.pillion.xds.ads;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pillion.delta.XdsType;
import dev.pillion.mesh.model.ProxyGroup;
import io.envoyproxy.envoy.config.core.v3.Node;
import io.envoyproxy.envoy.service.discovery.v3.AggregatedDiscoveryServiceGrpc;
import io.envoyproxy.envoy.service.discovery.v3.AggregatedDiscoveryServiceGrpc.AggregatedDiscoveryServiceStub;
import io.envoyproxy.envoy.service.discovery.v3.DiscoveryRequest;
import io.envoyproxy.envoy.service.discovery.v3.DiscoveryResponse;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.Status;
import io.grpc.Status.Code;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import io.grpc.stub.MetadataUtils;
import io.grpc.stub.StreamObserver;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// How streams end, and which: App Mesh's codes for proxies that dial the server themselves, and no
/// end at all for those that an agent forwards.
final class CloseCodesTest {
  private static final String FRONT = "mesh/demo/virtualNode/front";
  private static final Duration SOON = Duration.ofMillis(20);

  private final TestResources resources =
      new TestResources(ProxyGroup.virtualNode("demo", "front"));
  private TestServer server;
  private ManagedChannel channel;

  @BeforeEach
  void start() throws Exception {
    resources.publish(new EnvoyConfig().cluster("a", 1, 80));
    serve(AdsRules.USUAL);
  }

  @AfterEach
  void stop() throws Exception {
    channel.shutdownNow();
    server.close();
  }

  @Test
  void aVirtualNodeThatIsNotThereIsCode3() throws Exception {
    Status status = dial("mesh/demo/virtualNode/lost").end();
    assertEquals(3, status.getCode().value());
    assertEquals("mesh/demo/virtualNode/lost is not in the mesh", status.getDescription());
  }

  @Test
  void oneMoreThanMayBeConnectedIsCode8() throws Exception {
    serve(new AdsRules(1, Duration.ZERO, Optional.empty()));
    Replies<DiscoveryResponse> first = dial(FRONT);
    first.next();
    Status status = dial(FRONT).end();
    assertEquals(8, status.getCode().value());
    assertEquals(
        FRONT
            + ": 1 proxies are connected to this server, which is its limit; run fewer tasks, or"
            + " raise PILLION_XDS_PROXIES",
        status.getDescription());
    assertEquals(1, server.proxies().statuses().size());
  }

  @Test
  void onePlaceIsFreeAgainWhenAProxyLeaves() throws Exception {
    serve(new AdsRules(1, Duration.ZERO, Optional.empty()));
    var first = new Replies<DiscoveryResponse>();
    StreamObserver<DiscoveryRequest> requests = open(stub(), FRONT, first);
    first.next();
    requests.onError(Status.CANCELLED.asRuntimeException());
    Await.until("gone", () -> server.proxies().statuses().isEmpty(), this::state);
    dial(FRONT).next();
  }

  @Test
  void aProxyThatAnAgentForwardsIsNeverOneTooMany() throws Exception {
    serve(new AdsRules(1, Duration.ZERO, Optional.empty()));
    dial(FRONT).next();
    relayed(FRONT).next();
    assertEquals(2, server.proxies().statuses().size());
  }

  @Test
  void aStreamIsEndedAsPlannedWithCode0() throws Exception {
    serve(new AdsRules(10, SOON, Optional.empty()));
    Replies<DiscoveryResponse> replies = dial(FRONT);
    assertEquals(Code.OK, replies.end().getCode());
    Await.until("gone", () -> server.proxies().statuses().isEmpty(), this::state);
    assertEquals(0, resources.watchers());
  }

  @Test
  void aStreamThatAnAgentForwardsIsNeverEnded() throws Exception {
    serve(new AdsRules(10, SOON, Optional.empty()));
    Replies<DiscoveryResponse> forwarded = relayed(FRONT);
    forwarded.next();
    for (int i = 0; i < 5; i++) {
      assertEquals(Code.OK, dial(FRONT).end().getCode());
    }
    assertEquals(1, server.proxies().statuses().size());
    resources.publish(new EnvoyConfig().cluster("b", 1, 80));
    assertTrue(forwarded.isOpen());
  }

  @Test
  void aStreamLastsItsTimeAndUpToAThirdMore() {
    var rules = new AdsRules(1, Duration.ofMinutes(30), Optional.empty());
    for (int i = 0; i < 1000; i++) {
      Duration time = rules.oneStreamTime();
      assertTrue(time.compareTo(Duration.ofMinutes(30)) >= 0, time::toString);
      assertTrue(time.compareTo(Duration.ofMinutes(40)) <= 0, time::toString);
    }
  }

  @Test
  void badCredentialsAreCode16AndThoseOfAnotherProxyCode7(@TempDir Path folder) throws Exception {
    Path tokens = folder.resolve("tokens");
    // Of the token "t".
    String hash = "e3b98a4da31a127d4bde6e43033f66ba274cab0eb7eb1c70ec41402bf6273dd8";
    Files.writeString(tokens, "sha256:%s mesh/demo/virtualNode/back\n".formatted(hash));
    serve(new AdsRules(10, Duration.ZERO, Optional.of(tokens)));
    assertEquals(16, dial(FRONT).end().getCode().value());
    var headers = new Metadata();
    headers.put(Caller.AUTHORIZATION, "Bearer t");
    var replies = new Replies<DiscoveryResponse>();
    open(
        stub().withInterceptors(MetadataUtils.newAttachHeadersInterceptor(headers)),
        FRONT,
        replies);
    assertEquals(7, replies.end().getCode().value());
    assertEquals(16, relayed(FRONT).end().getCode().value());
  }

  @Test
  void aProxyThatIsTurnedAwayIsShownUntilItIsServed() throws Exception {
    for (int i = 0; i < 3; i++) {
      dial("mesh/demo/virtualNode/lost").end();
    }
    Refusal refusal = server.proxies().refused().getFirst();
    assertEquals("mesh/demo/virtualNode/lost", refusal.nodeId());
    assertEquals(3, refusal.code());
    assertEquals(3, refusal.times());
    assertEquals("mesh/demo/virtualNode/lost is not in the mesh", refusal.problem());
  }

  private void serve(AdsRules rules) throws Exception {
    if (server != null) {
      stop();
    }
    server = new TestServer(0, resources, rules);
    channel = NettyChannelBuilder.forAddress("127.0.0.1", server.port()).usePlaintext().build();
  }

  private Replies<DiscoveryResponse> dial(String node) {
    var replies = new Replies<DiscoveryResponse>();
    open(stub(), node, replies);
    return replies;
  }

  private Replies<DiscoveryResponse> relayed(String node) {
    var headers = new Metadata();
    headers.put(Claim.NODE, node);
    var replies = new Replies<DiscoveryResponse>();
    open(
        stub().withInterceptors(MetadataUtils.newAttachHeadersInterceptor(headers)), node, replies);
    return replies;
  }

  private AggregatedDiscoveryServiceStub stub() {
    return AggregatedDiscoveryServiceGrpc.newStub(channel);
  }

  private static StreamObserver<DiscoveryRequest> open(
      AggregatedDiscoveryServiceStub stub, String node, Replies<DiscoveryResponse> replies) {
    var requests = stub.streamAggregatedResources(replies);
    requests.onNext(
        DiscoveryRequest.newBuilder()
            .setNode(Node.newBuilder().setId(node))
            .setTypeUrl(XdsType.CDS.url())
            .build());
    return requests;
  }

  private String state() {
    return server.proxies().statuses().toString();
  }
}
