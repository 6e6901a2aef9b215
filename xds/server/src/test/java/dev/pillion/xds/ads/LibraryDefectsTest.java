package dev.pillion.xds.ads;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pillion.delta.VersionedResource;
import dev.pillion.delta.XdsType;
import dev.pillion.mesh.model.ProxyGroup;
import io.envoyproxy.envoy.config.cluster.v3.Cluster;
import io.envoyproxy.envoy.config.core.v3.Node;
import io.envoyproxy.envoy.service.discovery.v3.AggregatedDiscoveryServiceGrpc;
import io.envoyproxy.envoy.service.discovery.v3.DeltaDiscoveryRequest;
import io.envoyproxy.envoy.service.discovery.v3.DeltaDiscoveryResponse;
import io.envoyproxy.envoy.service.discovery.v3.DiscoveryRequest;
import io.envoyproxy.envoy.service.discovery.v3.DiscoveryResponse;
import io.grpc.ManagedChannel;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What the public Java control plane, 1.0.49, was found to do wrong, and the tests that show that
/// this server does not: [#everyDefectHasItsTest] looks them up by name.
final class LibraryDefectsTest {
  private static final String FRONT = "mesh/demo/virtualNode/front";

  private final TestResources resources =
      new TestResources(ProxyGroup.virtualNode("demo", "front"));
  private TestServer server;
  private ManagedChannel channel;

  @BeforeEach
  void start() throws Exception {
    resources.publish(new EnvoyConfig().cluster("a", 1, 80));
    server = new TestServer(0, resources);
    channel = NettyChannelBuilder.forAddress("127.0.0.1", server.port()).usePlaintext().build();
  }

  @AfterEach
  void stop() {
    channel.shutdownNow();
    server.close();
  }

  @ParameterizedTest(name = "{0} {1}: {2}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
           1 | state of the world: a refusal is answered with the same, in a hot loop | WorldStreamTest | whatIsRefusedIsNotSentAgainUntilItChanges
           1 | | RealEnvoyTest | anInvalidClusterIsNamedAndItsNeighboursAreServed
           2 | delta: what went away while a client was gone stays for ever | FirstAnswerTest | whatWentAwayWhileAClientWasGoneIsRemoved
           2 | | RealEnvoyTest | aRestartedServerRemovesWhatWentAwayMeanwhile
           3 | versions differ from one JVM to the next | LibraryDefectsTest | aVersionIsTheSameInEveryJvm
           3 | | FirstAnswerTest | versionsAreTheSameOnEveryServerAndDifferWithTheContent
           3 | | WorldStreamTest | theVersionIsThatOfTheSetWhereverAndInWhateverOrderItCameAbout
           4 | delta: a changed cluster warms for 15 s | MakeBeforeBreakTest | aChangedClusterIsFollowedByItsEndpointsForEnvoyDoesNotAskAgain
           4 | | RealEnvoyTest | aChangedClusterIsWarmAtOnce
           5 | delta: what was taken over from a refused response is never removed | RefusalTest | whatEnvoyTookOverFromARefusedResponseIsRemovedLater
           6 | a type that is not served ends the stream | LibraryDefectsTest | aTypeThatIsNotServedLeavesTheStreamOpen
           6 | | SubscriptionTest | anUnknownTypeIsPassedOverAndTheStreamGoesOn
           6 | | WorldStreamTest | anUnknownTypeIsPassedOverAndTheStreamGoesOn
           7 | a node that is sent once is forgotten | LibraryDefectsTest | theNodeOfTheFirstRequestHoldsInTheStateOfTheWorldToo
           7 | | AdsServiceTest | theNodeOfTheFirstRequestHoldsForTheWholeStream
           8 | no make before break | RealEnvoyTest | noRequestFailsWhileTheWholeMeshIsReplacedAgainAndAgain
           8 | | RealEnvoyTest | noRequestFailsWhileChangesOvertakeEachOther
           8 | | ConvergenceTest | aClientThatRefusesNothingEndsWithTheLastSnapshot
           8 | | WorldStreamTest | aRemovedClusterStaysInEveryResponseUntilListenersAndRoutesAreAnswered
           9 | state of the world: a missing name ends its type | WorldStreamTest | aNameThatDoesNotExistIsWaitedForAndHoldsUpNoOther
          10 | consistency is checked by a filter's old name | RealEnvoyTest | requestsReachTheirClusterAndFollowItsEndpoints
          11 | responses are sent by whoever publishes | SlowClientTest | wordOfAChangeFoldsUntilThePassBegins
          11 | and out of order | AdsServiceTest | aProxyThatDoesNotReadDelaysNobody
          12 | a slow client is queued for without end | SlowClientTest | nothingIsQueuedForAClientThatIsNotReadyAndTheNewestIsSentWhenItIs
          12 | | WorldStreamTest | nothingIsQueuedForAClientThatIsNotReadyAndTheNewestIsSentWhenItIs
          13 | delta: an unknown nonce ends the stream | SubscriptionTest | aNonceThatIsUnknownOrOutOfDateIsHarmless
          13 | | WorldStreamTest | aNonceThatIsUnknownOrOutOfDateIsHarmless
          13 | explicit names of clusters are taken for all | SubscriptionTest | anExplicitSubscriptionToClustersIsNoWildcard
          13 | | SubscriptionTest | unsubscribingFromTheWildcardLeavesTheNames
          13 | | SubscriptionTest | aNameBesideTheWildcardIsServedToo
          13 | a missing name is never answered | SubscriptionTest | aNameThatDoesNotExistIsAnsweredAsRemovedAndSentWhenItAppears
          14 | serialised copies are lost at each collection | SharingTest | aResourceIsSerialisedOnceForAllStreams
          15 | each change costs each stream its whole state | SharingTest | aTypeThatASnapshotSharesWithTheLastIsNotComparedAgain
          15 | | SharingTest | aThousandResourcesThatTravelAloneAreComparedOnce
          15 | | QuarantineTest | aTypeThatDidNotChangeIsTheSameMapSoThatNoStreamComparesItAgain
          """)
  void everyDefectHasItsTest(int row, String defect, String test, String method)
      throws IOException {
    Path file =
        List.of("src/test/java/dev/pillion/xds/ads/", "../delta/src/test/java/dev/pillion/delta/")
            .stream()
            .map(folder -> Path.of(folder, test + ".java"))
            .filter(Files::exists)
            .findFirst()
            .orElseThrow();
    assertTrue(
        Files.readString(file).contains("void " + method + "("),
        () -> "row %d, %s: %s has no test %s".formatted(row, defect, test, method));
  }

  @Test
  void aVersionIsTheSameInEveryJvm() {
    var cluster = Cluster.newBuilder().setName("a").setType(Cluster.DiscoveryType.STATIC).build();
    // The first 64 bits of the SHA-256 of the bytes 0a 01 61 10 00.
    assertEquals("5c4e2d829d8d750c", VersionedResource.of("a", cluster).version());
  }

  @ParameterizedTest
  @CsvSource({
    "envoy.service.runtime.v3.Runtime",
    "envoy.config.route.v3.VirtualHost",
    "envoy.config.route.v3.ScopedRouteConfiguration",
    "envoy.config.core.v3.TypedExtensionConfig",
    "envoy.api.v2.Cluster"
  })
  void aTypeThatIsNotServedLeavesTheStreamOpen(String type) throws Exception {
    var stub = AggregatedDiscoveryServiceGrpc.newStub(channel);
    var node = Node.newBuilder().setId(FRONT).build();
    String url = "type.googleapis.com/" + type;

    var delta = new Replies<DeltaDiscoveryResponse>();
    var requests = stub.deltaAggregatedResources(delta);
    requests.onNext(
        DeltaDiscoveryRequest.newBuilder()
            .setNode(node)
            .setTypeUrl(url)
            .addResourceNamesSubscribe("x")
            .build());
    requests.onNext(DeltaDiscoveryRequest.newBuilder().setTypeUrl(XdsType.CDS.url()).build());
    assertEquals(XdsType.CDS.url(), delta.next().getTypeUrl());

    var world = new Replies<DiscoveryResponse>();
    var old = stub.streamAggregatedResources(world);
    old.onNext(
        DiscoveryRequest.newBuilder().setNode(node).setTypeUrl(url).addResourceNames("x").build());
    old.onNext(DiscoveryRequest.newBuilder().setTypeUrl(XdsType.CDS.url()).build());
    assertEquals(XdsType.CDS.url(), world.next().getTypeUrl());
  }

  @Test
  void theNodeOfTheFirstRequestHoldsInTheStateOfTheWorldToo() throws Exception {
    var replies = new Replies<DiscoveryResponse>();
    var requests =
        AggregatedDiscoveryServiceGrpc.newStub(channel).streamAggregatedResources(replies);
    requests.onNext(
        DiscoveryRequest.newBuilder()
            .setNode(Node.newBuilder().setId(FRONT))
            .setTypeUrl(XdsType.CDS.url())
            .build());
    DiscoveryResponse clusters = replies.next();
    requests.onNext(
        DiscoveryRequest.newBuilder().setTypeUrl(XdsType.EDS.url()).addResourceNames("a").build());
    assertEquals(XdsType.EDS.url(), replies.next().getTypeUrl());
    requests.onNext(
        DiscoveryRequest.newBuilder()
            .setTypeUrl(XdsType.CDS.url())
            .setVersionInfo(clusters.getVersionInfo())
            .setResponseNonce(clusters.getNonce())
            .build());
    requests.onNext(DiscoveryRequest.newBuilder().setTypeUrl(XdsType.LDS.url()).build());
    assertEquals(XdsType.LDS.url(), replies.next().getTypeUrl());
    assertEquals(FRONT, server.proxies().statuses().getFirst().nodeId());
  }
}
