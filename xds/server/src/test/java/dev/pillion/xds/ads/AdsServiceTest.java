package dev.pillion.xds.ads;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.rpc.Status;
import dev.pillion.delta.TypeStatus;
import dev.pillion.delta.Verdict;
import dev.pillion.delta.XdsType;
import dev.pillion.mesh.model.ProxyGroup;
import io.envoyproxy.envoy.config.core.v3.BuildVersion;
import io.envoyproxy.envoy.config.core.v3.Node;
import io.envoyproxy.envoy.service.discovery.v3.AggregatedDiscoveryServiceGrpc;
import io.envoyproxy.envoy.service.discovery.v3.AggregatedDiscoveryServiceGrpc.AggregatedDiscoveryServiceStub;
import io.envoyproxy.envoy.service.discovery.v3.DeltaDiscoveryRequest;
import io.envoyproxy.envoy.service.discovery.v3.DeltaDiscoveryResponse;
import io.envoyproxy.envoy.type.v3.SemanticVersion;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.Status.Code;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import io.grpc.stub.MetadataUtils;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class AdsServiceTest {
  private static final String FRONT = "mesh/demo/virtualNode/front/7f3a";

  private final TestResources resources =
      new TestResources(ProxyGroup.virtualNode("demo", "front"));
  private final Replies<DeltaDiscoveryResponse> replies = new Replies<>();
  private TestServer server;
  private ManagedChannel channel;

  @BeforeEach
  void start() throws Exception {
    server = new TestServer(0, resources);
    channel = NettyChannelBuilder.forAddress("127.0.0.1", server.port()).usePlaintext().build();
  }

  @AfterEach
  void stop() throws Exception {
    channel.shutdownNow();
    server.close();
  }

  @Test
  void theNodeOfTheFirstRequestHoldsForTheWholeStream() throws Exception {
    resources.publish(new EnvoyConfig().cluster("a", 1, 80));
    var requests =
        AggregatedDiscoveryServiceGrpc.newStub(channel).deltaAggregatedResources(replies);
    requests.onNext(request(XdsType.CDS).setNode(node(FRONT)).build());
    assertEquals("a", replies.next().getResources(0).getName());
    requests.onNext(request(XdsType.EDS).addResourceNamesSubscribe("a").build());
    assertEquals(XdsType.EDS.url(), replies.next().getTypeUrl());
    ProxyStatus status = only();
    assertEquals(FRONT, status.nodeId());
    assertEquals("1.40.0", status.envoyVersion());
    assertEquals("", status.task());
    assertEquals(ProxyGroup.virtualNode("demo", "front"), status.group());
  }

  @Test
  void whatTheAgentSaysCountsForMoreThanWhatTheProxySays() throws Exception {
    resources.publish(new EnvoyConfig().cluster("a", 1, 80));
    var requests =
        claiming(FRONT, "arn:aws:ecs:eu-west-1:1:task/c/7f3a").deltaAggregatedResources(replies);
    requests.onNext(request(XdsType.CDS).setNode(node("mesh/demo/virtualNode/other/1")).build());
    replies.next();
    assertEquals(FRONT, only().nodeId());
    assertEquals("arn:aws:ecs:eu-west-1:1:task/c/7f3a", only().task());
  }

  @Test
  void aNodeIdThatNamesNoGroupEndsTheStreamWithTheRemedy() throws Exception {
    var requests =
        AggregatedDiscoveryServiceGrpc.newStub(channel).deltaAggregatedResources(replies);
    requests.onNext(request(XdsType.CDS).setNode(node("front")).build());
    io.grpc.Status status = replies.end();
    assertEquals(Code.INVALID_ARGUMENT, status.getCode());
    assertEquals(
        Optional.of(
            "proxy with node id 'front': the id names no virtual node or virtual gateway; set"
                + " node.id in Envoy's bootstrap (APPMESH_RESOURCE_ARN in an App Mesh image) to"
                + " mesh/<mesh>/virtualNode/<name>"),
        Optional.ofNullable(status.getDescription()));
    assertEquals(List.of(), server.proxies().statuses());
  }

  @Test
  void aProxyWaitsInSilenceUntilTheServerKnowsEnough() throws Exception {
    var requests =
        AggregatedDiscoveryServiceGrpc.newStub(channel).deltaAggregatedResources(replies);
    requests.onNext(request(XdsType.CDS).setNode(node(FRONT)).build());
    Await.until("connected", () -> !server.proxies().statuses().isEmpty(), this::statuses);
    assertEquals("agents have not reported", only().problem());
    resources.publish(new EnvoyConfig().cluster("a", 1, 80));
    assertEquals(1, replies.next().getResourcesCount());
    assertEquals("", only().problem());
  }

  @Test
  void aProxyOfAnUnknownVirtualNodeStaysConnectedAndStatusSaysWhy() throws Exception {
    var requests =
        AggregatedDiscoveryServiceGrpc.newStub(channel).deltaAggregatedResources(replies);
    requests.onNext(request(XdsType.CDS).setNode(node("mesh/demo/virtualNode/lost")).build());
    Await.until("connected", () -> !server.proxies().statuses().isEmpty(), this::statuses);
    assertEquals("mesh/demo/virtualNode/lost is not in the mesh", only().problem());
  }

  @Test
  void aProxyIsInSyncWhenItHasAcceptedEverything() throws Exception {
    resources.publish(new EnvoyConfig().cluster("a", 1, 80));
    var requests =
        AggregatedDiscoveryServiceGrpc.newStub(channel).deltaAggregatedResources(replies);
    requests.onNext(request(XdsType.CDS).setNode(node(FRONT)).build());
    DeltaDiscoveryResponse clusters = replies.next();
    assertEquals(false, only().inSync());
    requests.onNext(request(XdsType.CDS).setResponseNonce(clusters.getNonce()).build());
    Await.until("in sync", () -> only().inSync(), this::statuses);
    TypeStatus type = only().types().getFirst();
    assertEquals(1, type.resources());
    assertTrue(type.acknowledged().isPresent());
  }

  @Test
  void aRejectionIsKeptWithEnvoysText() throws Exception {
    resources.publish(new EnvoyConfig().cluster("a", 1, 80));
    var requests =
        AggregatedDiscoveryServiceGrpc.newStub(channel).deltaAggregatedResources(replies);
    requests.onNext(request(XdsType.CDS).setNode(node(FRONT)).build());
    requests.onNext(
        request(XdsType.CDS)
            .setResponseNonce(replies.next().getNonce())
            .setErrorDetail(Status.newBuilder().setCode(13).setMessage("no such type"))
            .build());
    Await.until("rejected", () -> rejection().isPresent(), this::statuses);
    assertEquals("no such type", rejection().orElseThrow().error());
    assertEquals(false, only().inSync());
  }

  @Test
  void aProxyThatLeavesIsForgotten() throws Exception {
    resources.publish(new EnvoyConfig().cluster("a", 1, 80));
    var requests =
        AggregatedDiscoveryServiceGrpc.newStub(channel).deltaAggregatedResources(replies);
    requests.onNext(request(XdsType.CDS).setNode(node(FRONT)).build());
    replies.next();
    assertEquals(1, resources.watchers());
    requests.onError(io.grpc.Status.CANCELLED.asRuntimeException());
    Await.until("gone", () -> server.proxies().statuses().isEmpty(), this::statuses);
    assertEquals(0, resources.watchers());
  }

  @Test
  void aProxyThatDoesNotReadDelaysNobody() throws Exception {
    var stuck = new Stuck();
    var other = AggregatedDiscoveryServiceGrpc.newStub(channel).deltaAggregatedResources(stuck);
    other.onNext(request(XdsType.CDS).setNode(node(FRONT)).build());
    var requests =
        AggregatedDiscoveryServiceGrpc.newStub(channel).deltaAggregatedResources(replies);
    requests.onNext(request(XdsType.CDS).setNode(node(FRONT)).build());
    for (int i = 1; i <= 100; i++) {
      resources.publish(new EnvoyConfig().cluster("a", i, 80));
      DeltaDiscoveryResponse response = replies.next();
      assertEquals(Integer.toString(i), response.getSystemVersionInfo());
      requests.onNext(request(XdsType.CDS).setResponseNonce(response.getNonce()).build());
    }
  }

  private ProxyStatus only() {
    return server.proxies().statuses().getFirst();
  }

  private List<ProxyStatus> statuses() {
    return server.proxies().statuses();
  }

  private Optional<Verdict.Rejected> rejection() {
    return only().types().getFirst().rejection();
  }

  private AggregatedDiscoveryServiceStub claiming(String node, String task) {
    var headers = new Metadata();
    headers.put(Claim.NODE, node);
    headers.put(Claim.TASK, task);
    return AggregatedDiscoveryServiceGrpc.newStub(channel)
        .withInterceptors(MetadataUtils.newAttachHeadersInterceptor(headers));
  }

  private static DeltaDiscoveryRequest.Builder request(XdsType type) {
    return DeltaDiscoveryRequest.newBuilder().setTypeUrl(type.url());
  }

  private static Node node(String id) {
    var version = SemanticVersion.newBuilder().setMajorNumber(1).setMinorNumber(40);
    return Node.newBuilder()
        .setId(id)
        .setUserAgentBuildVersion(BuildVersion.newBuilder().setVersion(version))
        .build();
  }
}
