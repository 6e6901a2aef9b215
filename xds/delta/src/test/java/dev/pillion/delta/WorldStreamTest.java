package dev.pillion.delta;

import static dev.pillion.delta.WorldClient.names;
import static dev.pillion.delta.XdsType.CDS;
import static dev.pillion.delta.XdsType.EDS;
import static dev.pillion.delta.XdsType.LDS;
import static dev.pillion.delta.XdsType.RDS;
import static dev.pillion.delta.XdsType.SDS;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.envoyproxy.envoy.service.discovery.v3.DiscoveryRequest;
import java.util.List;
import org.junit.jupiter.api.Test;

/// What the state of the world has of its own; what both dialects share is tested in delta, and in
/// both by [ConvergenceTest].
final class WorldStreamTest {
  private final TestMesh mesh =
      new TestMesh()
          .cluster("a", 1)
          .endpoints("a", 80)
          .listener("egress", "table", 1)
          .routes("table", "a")
          .publish();
  private final WorldClient client = new WorldClient(mesh);

  private WorldClient configured() {
    client.ask(CDS).ask(EDS, "a").ask(LDS).ask(RDS, "table").acceptAll();
    assertEquals(List.of(), client.waiting());
    return client;
  }

  @Test
  void clustersEndpointsListenersAndRoutesComeInThisOrder() {
    client.ready(false);
    client.ask(RDS, "table").ask(LDS).ask(EDS, "a").ask(CDS).ready(true);
    assertEquals(List.of(CDS, EDS), client.waiting());
    client.accept(CDS);
    assertEquals(List.of(EDS, LDS, RDS), client.waiting());
  }

  @Test
  void anAcceptanceIsNotAnsweredThoughItRepeatsAllNames() {
    configured();
    client.changed();
    assertEquals(List.of(), client.waiting());
  }

  @Test
  void aRemovedClusterStaysInEveryResponseUntilListenersAndRoutesAreAnswered() {
    configured();
    mesh.cluster("b", 1).endpoints("b", 81).routes("table", "b").without(CDS, "a");
    mesh.without(EDS, "a").publish();
    client.changed();
    assertEquals(List.of("a", "b"), names(client.accept(CDS)));
    client.ask(EDS, "a", "b").accept(EDS);
    assertEquals(List.of("table"), names(client.accept(RDS)));
    assertEquals(List.of("b"), names(client.accept(CDS)));
    assertEquals(List.of(), client.waiting());
  }

  @Test
  void aRemovedClusterStaysAsLongAsTheRoutesThatLeaveItAreRefused() {
    configured();
    mesh.cluster("b", 1).routes("table", "b").without(CDS, "a").publish();
    client.changed().accept(CDS);
    client.reject(RDS, "bad");
    assertEquals(List.of(), client.waiting());
  }

  @Test
  void anEndpointChangeSendsTheEndpointsOfOneClusterAndNothingElse() {
    mesh.cluster("b", 1).endpoints("b", 81).publish();
    client.ask(CDS).accept(CDS);
    client.ask(EDS, "a", "b").acceptAll();
    mesh.endpoints("b", 90).publish();
    assertEquals(List.of(EDS), client.changed().waiting());
    assertEquals(List.of("b"), names(client.take(EDS)));
  }

  @Test
  void aChangedClusterIsFollowedByItsEndpoints() {
    configured();
    mesh.cluster("a", 2).publish();
    assertEquals(List.of(CDS, EDS), client.changed().waiting());
  }

  @Test
  void noNamesMeanAllUntilTheFirstName() {
    mesh.staticCluster("b", 1).publish();
    client.ask(CDS);
    assertEquals(List.of("a", "b"), names(client.accept(CDS)));
    client.ask(CDS, "b");
    mesh.staticCluster("b", 2).cluster("a", 2).publish();
    assertEquals(List.of("b"), names(client.changed().accept(CDS)));
    client.ask(CDS);
    mesh.staticCluster("b", 3).publish();
    assertEquals(List.of(), client.changed().waiting());
  }

  @Test
  void aStarMeansAllAtAnyTime() {
    client.ask(CDS, "none");
    assertEquals(List.of(), client.waiting());
    client.ask(CDS, "*");
    assertEquals(List.of("a"), names(client.accept(CDS)));
  }

  @Test
  void noNamesOfEndpointsOrRoutesAskForNothing() {
    client.ask(EDS).ask(RDS).ask(SDS);
    assertEquals(List.of(), client.waiting());
  }

  @Test
  void aNameThatDoesNotExistIsWaitedForAndHoldsUpNoOther() {
    client.ask(CDS).accept(CDS);
    client.ask(EDS, "a", "later").ask(RDS, "table", "later").ask(LDS).acceptAll();
    assertEquals(1, client.status(EDS).resources());
    assertTrue(client.stream().status().stream().allMatch(TypeStatus::inSync));

    mesh.endpoints("a", 90).publish();
    assertEquals(List.of("a"), names(client.changed().accept(EDS)));
    mesh.endpoints("later", 1).routes("later", "a").publish();
    assertEquals(List.of("later"), names(client.changed().accept(EDS)));
    assertEquals(List.of("later"), names(client.accept(RDS)));
  }

  @Test
  void aNameGivenUpAndTakenUpAgainIsSentAgain() {
    client.ask(EDS, "a").accept(EDS);
    client.ask(EDS);
    client.ask(EDS, "a");
    assertEquals(List.of("a"), names(client.take(EDS)));
  }

  @Test
  void whatIsRefusedIsNotSentAgainUntilItChanges() {
    client.ask(CDS).reject(CDS, "no");
    for (int i = 0; i < 100; i++) {
      mesh.publish();
      client.changed().ask(CDS);
    }
    assertEquals(List.of(), client.waiting());
    mesh.cluster("a", 2).publish();
    assertEquals(List.of("a"), names(client.changed().take(CDS)));
  }

  @Test
  void whatIsRefusedIsLeftOutOfWhatFollowsAndTheOldOneTakesItsPlace() {
    configured();
    String accepted = mesh.version(CDS, "a");
    mesh.cluster("a", 2).publish();
    client.changed().accept(EDS);
    client.reject(CDS, "no");
    mesh.cluster("b", 1).endpoints("b", 81).publish();
    var next = client.changed().take(CDS);
    assertEquals(List.of("a", "b"), names(next));
    var a = Messages.parse(CDS, next.getResources(0).getValue());
    assertEquals(accepted, VersionedResource.of("a", a).version());
  }

  @Test
  void aRefusedResponseOfSeveralIsHalvedUntilTheBadOneIsFound() {
    mesh.staticCluster("b", 1).staticCluster("c", 1).staticCluster("d", 1).publish();
    client.ask(CDS);
    assertEquals(List.of("a", "b", "c", "d"), names(client.reject(CDS, "one of them")));
    assertEquals(List.of("a", "b"), names(client.accept(CDS)));
    assertEquals(List.of("a", "b", "c", "d"), names(client.reject(CDS, "still")));
    assertEquals(List.of("a", "b", "c"), names(client.reject(CDS, "c is bad")));
    assertEquals(List.of("a", "b", "d"), names(client.accept(CDS)));
    assertEquals(List.of(), client.changed().waiting());
    var refusal = client.status(CDS).rejection().orElseThrow();
    assertEquals("c is bad", refusal.error());
    assertEquals(List.of("c"), List.copyOf(refusal.versions().keySet()));
  }

  @Test
  void whatMayBeTakenOverOfARefusedResponseIsSettledThoughTheNextIsRefusedToo() {
    mesh.staticCluster("a", 1).publish();
    client.ask(CDS).accept(CDS);
    mesh.staticCluster("a", 2).staticCluster("c", 1).publish();
    assertEquals(List.of("a", "c"), names(client.changed().take(CDS)));
    mesh.staticCluster("a", 1).without(CDS, "c").staticCluster("d", 1).publish();
    client.reject(CDS, "c is bad, and the new a is taken over");
    assertEquals(List.of("a", "d"), names(client.reject(CDS, "d is bad, and nothing taken over")));
    assertEquals(List.of("a"), names(client.accept(CDS)));
    assertEquals(List.of(), client.waiting());
  }

  @Test
  void aRemovalInARefusedResponseIsRepeatedWithoutTheRest() {
    mesh.listener("old", "table", 1).publish();
    client.ask(CDS).ask(LDS).acceptAll();
    mesh.without(LDS, "old").listener("egress", "table", 2).publish();
    assertEquals(List.of("egress"), names(client.changed().reject(LDS, "no")));
    assertEquals(List.of("egress"), names(client.accept(LDS)));
    assertEquals(List.of(), client.waiting());
  }

  @Test
  void anUnknownTypeIsPassedOverAndTheStreamGoesOn() {
    client.send(
        DiscoveryRequest.newBuilder()
            .setTypeUrl("type.googleapis.com/envoy.service.runtime.v3.Runtime")
            .addResourceNames("rtds")
            .build());
    assertEquals(List.of("a"), names(client.ask(CDS).take(CDS)));
  }

  @Test
  void aNonceThatIsUnknownOrOutOfDateIsHarmless() {
    var unknown = DiscoveryRequest.newBuilder().setTypeUrl(CDS.url()).setResponseNonce("other");
    client.send(unknown.build());
    var first = client.accept(CDS);
    mesh.staticCluster("c", 1).publish();
    client.changed();
    client.send(unknown.setResponseNonce(first.getNonce()).build());
    client.send(unknown.setResponseNonce("nonsense").build());
    assertEquals(List.of("a", "c"), names(client.take(CDS)));
    assertEquals(1, client.verdicts.size());
  }

  @Test
  void nothingIsQueuedForAClientThatIsNotReadyAndTheNewestIsSentWhenItIs() {
    client.ready(false);
    client.ask(CDS);
    for (int i = 2; i < 50; i++) {
      mesh.cluster("a", i).publish();
      client.changed();
    }
    assertEquals(List.of(), client.waiting());
    client.ready(true);
    assertEquals(1, client.unanswered.size());
    client.acceptAll();
    assertTrue(client.status(CDS).inSync());
  }

  @Test
  void aWildcardOfNothingIsAnsweredOnceSoThatEnvoyGoesOn() {
    mesh.without(CDS).without(LDS).publish();
    client.ask(CDS).ask(LDS);
    assertEquals(List.of(), names(client.accept(CDS)));
    assertEquals(List.of(), names(client.accept(LDS)));
    assertEquals(List.of(), client.changed().waiting());
  }

  @Test
  void aClientIsToldNothingBeforeThereIsASnapshot() {
    mesh.withdraw();
    client.ask(CDS).ask(LDS).ask(EDS, "a");
    client.waitOutPatience();
    assertEquals(List.of(), client.changed().waiting());
  }

  @Test
  void theVersionIsThatOfTheSetWhereverAndInWhateverOrderItCameAbout() {
    mesh.staticCluster("b", 1).publish();
    String atOnce = client.ask(CDS).accept(CDS).getVersionInfo();

    var growing = new TestMesh().staticCluster("b", 1).publish();
    var other = new WorldClient(growing);
    assertNotEquals(atOnce, other.ask(CDS).accept(CDS).getVersionInfo());
    growing.cluster("a", 1).publish();
    assertEquals(atOnce, other.changed().accept(CDS).getVersionInfo());
    growing.cluster("a", 2).publish();
    assertNotEquals(atOnce, other.changed().accept(CDS).getVersionInfo());
  }

  @Test
  void theVersionOfAllEndpointsIsTheSameOnceAllAreSent() {
    mesh.endpoints("b", 81).publish();
    client.ask(EDS, "a", "b").accept(EDS);
    String all = client.accept(EDS).getVersionInfo();
    var other = new WorldClient(mesh);
    other.ask(EDS, "b").accept(EDS);
    other.ask(EDS, "b", "a");
    assertEquals(all, other.accept(EDS).getVersionInfo());
  }

  @Test
  void aClientThatComesBackIsSentAllForItMayHaveDroppedSomeOfWhatItAccepted() {
    String version = client.ask(CDS).accept(CDS).getVersionInfo();
    var back = new WorldClient(mesh);
    back.send(DiscoveryRequest.newBuilder().setTypeUrl(CDS.url()).setVersionInfo(version).build());
    assertEquals(List.of("a"), names(back.take(CDS)));
  }
}
