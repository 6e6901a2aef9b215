package dev.pillion.delta;

import static dev.pillion.delta.RecordingClient.names;
import static dev.pillion.delta.XdsType.CDS;
import static dev.pillion.delta.XdsType.EDS;
import static dev.pillion.delta.XdsType.LDS;
import static dev.pillion.delta.XdsType.RDS;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.google.protobuf.InvalidProtocolBufferException;
import io.envoyproxy.envoy.config.endpoint.v3.ClusterLoadAssignment;
import io.envoyproxy.envoy.service.discovery.v3.DeltaDiscoveryResponse;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class MakeBeforeBreakTest {
  private final TestMesh mesh =
      new TestMesh()
          .cluster("a", 1)
          .endpoints("a", 80)
          .listener("egress", "table", 1)
          .routes("table", "a")
          .publish();
  private final RecordingClient client = new RecordingClient(mesh);

  @BeforeEach
  void theClientHoldsTheFirstSnapshot() {
    client.subscribe(CDS).subscribe(EDS, "a").subscribe(LDS).subscribe(RDS, "table").acceptAll();
    assertEquals(List.of(), client.waiting());
  }

  @Test
  void listenersAndRoutesWaitForTheAnswerToTheClusters() {
    mesh.cluster("b", 1).endpoints("b", 81).listener("egress", "table", 2).routes("table", "b");
    mesh.publish();
    client.changed();
    assertEquals(List.of(CDS), client.waiting());
    client.subscribe(EDS, "b");
    assertEquals(List.of(CDS, EDS), client.waiting());
    client.accept(EDS);
    assertEquals(List.of(CDS), client.waiting());
    client.accept(CDS);
    assertEquals(List.of(LDS, RDS), client.waiting());
  }

  @Test
  void afterFiveSecondsListenersAndRoutesWaitNoLonger() {
    mesh.cluster("b", 1).routes("table", "b").publish();
    client.changed();
    client.waitOutPatience();
    assertEquals(List.of(CDS, RDS), client.waiting());
  }

  @Test
  void routesWaitAtAnyTimeForAClusterThatIsNotSent() {
    mesh.cluster("b", 1).routes("table", "b").publish();
    client.changed();
    mesh.cluster("c", 1).routes("table", "c").publish();
    client.changed();
    client.waitOutPatience();
    assertEquals(List.of(CDS), client.waiting());
    client.accept(CDS);
    assertEquals(List.of("c"), names(client.accept(CDS)));
    assertEquals(List.of(RDS), client.waiting());
  }

  @Test
  void aLateAnswerToTheClustersDoesNotHoldUpRoutesWhenAKnownClusterChanges() {
    mesh.cluster("b", 1).publish();
    client.changed();
    mesh.cluster("a", 2).routes("table", "a", "b").publish();
    client.changed();
    client.waitOutPatience();
    assertEquals(List.of(CDS, RDS), client.waiting());
  }

  @Test
  void clustersAndTheirEndpointsAreRemovedWhenListenersAndRoutesAreAnswered() {
    mesh.cluster("b", 1).endpoints("b", 81).routes("table", "b");
    mesh.without(CDS, "a").without(EDS, "a").publish();
    client.changed();
    assertEquals(List.of(), client.accept(CDS).getRemovedResourcesList());
    assertEquals(List.of(RDS), client.waiting());
    client.accept(RDS);
    assertEquals(List.of(CDS, EDS), client.waiting());
    assertEquals(List.of("a"), client.accept(CDS).getRemovedResourcesList());
    assertEquals(List.of("a"), client.accept(EDS).getRemovedResourcesList());
  }

  @Test
  void aClusterStaysAsLongAsTheRoutesThatLeaveItAreRefused() {
    mesh.cluster("b", 1).routes("table", "b").without(CDS, "a").publish();
    client.changed().accept(CDS);
    client.reject(RDS, "bad");
    assertEquals(List.of(), client.waiting());

    mesh.cluster("c", 1).routes("table", "c").publish();
    client.changed().accept(CDS);
    client.accept(RDS);
    assertEquals(List.of("a"), client.accept(CDS).getRemovedResourcesList());
  }

  @Test
  void aRouteTableIsRemovedWhenTheListenersAreAnswered() {
    mesh.listener("egress", "other", 1).routes("other", "a").without(RDS, "table").publish();
    client.changed();
    assertEquals(List.of(LDS), client.waiting());
    client.accept(LDS);
    assertEquals(List.of("table"), client.accept(RDS).getRemovedResourcesList());
  }

  @Test
  void listenersAreReplacedInOneResponseSoThatTheirAddressIsFree() {
    mesh.without(LDS, "egress").listener("other", "table", 1).publish();
    client.changed();
    assertEquals(List.of("egress"), client.take(LDS).getRemovedResourcesList());
    assertEquals(List.of("other"), names(client.take(LDS)));
  }

  @Test
  void anEndpointChangeSendsTheEndpointsOfOneClusterAndNothingElse() {
    mesh.endpoints("a", 90).publish();
    client.changed();
    assertEquals(List.of(EDS), client.waiting());
    assertEquals(List.of("a"), names(client.accept(EDS)));
    assertEquals(List.of(), client.waiting());
  }

  @Test
  void aSnapshotThatEqualsTheLastSendsNothing() {
    mesh.publish();
    assertEquals(List.of(), client.changed().waiting());
  }

  @Test
  void aChangedClusterIsFollowedByItsEndpointsForEnvoyDoesNotAskAgain() {
    mesh.cluster("a", 2).publish();
    client.changed();
    assertEquals(List.of(CDS, EDS), client.waiting());
    assertEquals(List.of("a"), names(client.take(EDS)));
  }

  @Test
  void theEndpointsOfAChangedClusterAreFoundByTheirServiceName() {
    mesh.clusterOfService("b", "service", 1).endpoints("service", 81).publish();
    client.changed().accept(CDS);
    client.subscribe(EDS, "service").acceptAll();
    mesh.clusterOfService("b", "service", 2).publish();
    assertEquals(List.of("service"), names(client.changed().take(EDS)));
  }

  @Test
  void aChangedClusterIsFollowedByItsEndpointsEvenIfTheyAreOnTheirWay() {
    mesh.endpoints("a", 90).publish();
    client.changed();
    mesh.cluster("a", 2).publish();
    client.changed();
    assertEquals(List.of("a"), names(client.accept(EDS)));
    assertEquals(List.of("a"), names(client.accept(EDS)));
    client.accept(CDS);
    assertEquals(List.of(), client.waiting());
  }

  @Test
  void aClusterThatChangedWhileTheClientWasGoneIsFollowedByItsEndpoints() {
    var before = mesh.versions(CDS);
    mesh.cluster("a", 2).publish();
    var back = new RecordingClient(mesh);
    back.resume(CDS, before);
    back.resume(EDS, mesh.versions(EDS), "a");
    assertEquals(List.of("a"), names(back.take(EDS)));
  }

  @Test
  void endpointsOfAClusterOnItsWayAreSentEvenIfBothHaveLeftTheSnapshotByThen() {
    mesh.cluster("b", 1).endpoints("b", 81).endpoints("a", 90).cluster("a", 2).publish();
    client.changed();
    mesh.without(CDS, "a").without(EDS, "a").without(CDS, "b").without(EDS, "b");
    mesh.cluster("c", 1).endpoints("c", 82).routes("table", "c").publish();
    client.changed();
    assertEquals(90, port(client.accept(EDS)));
    client.subscribe(EDS, "b");
    assertEquals(81, port(client.accept(EDS)));
    client.accept(CDS);
    client.subscribe(EDS, "c").accept(EDS);
    client.accept(CDS);
    client.accept(RDS);
    assertEquals(List.of("a", "b"), client.accept(CDS).getRemovedResourcesList());
    assertEquals(List.of("a", "b"), client.accept(EDS).getRemovedResourcesList());
  }

  private static int port(DeltaDiscoveryResponse response) {
    try {
      return response
          .getResources(0)
          .getResource()
          .unpack(ClusterLoadAssignment.class)
          .getEndpoints(0)
          .getLbEndpoints(0)
          .getEndpoint()
          .getAddress()
          .getSocketAddress()
          .getPortValue();
    } catch (InvalidProtocolBufferException e) {
      throw new AssertionError(response.toString(), e);
    }
  }

  @Test
  void aChangedClusterWithoutEndpointsIsToldSo() {
    mesh.without(EDS, "a").publish();
    client.changed().acceptAll();
    mesh.cluster("a", 2).publish();
    assertEquals(List.of("a"), client.changed().take(EDS).getRemovedResourcesList());
  }

  @Test
  void clustersListenersAndEndpointsShareAResponseWhileRoutesTravelAlone() {
    mesh.cluster("b", 1).cluster("c", 1).endpoints("b", 81).endpoints("c", 82);
    mesh.listener("l1", "t1", 1).listener("l2", "t2", 1).routes("t1", "b").routes("t2", "c");
    mesh.publish();
    client.changed();
    assertEquals(List.of("b", "c"), names(client.accept(CDS)));
    assertEquals(List.of("l1", "l2"), names(client.accept(LDS)));
    client.subscribe(EDS, "b", "c").subscribe(RDS, "t1", "t2");
    assertEquals(List.of("b", "c"), names(client.accept(EDS)));
    assertEquals(List.of("t1"), names(client.accept(RDS)));
    assertEquals(List.of("t2"), names(client.accept(RDS)));
  }
}
