package dev.pillion.delta;

import static dev.pillion.delta.RecordingClient.names;
import static dev.pillion.delta.RecordingClient.request;
import static dev.pillion.delta.XdsType.CDS;
import static dev.pillion.delta.XdsType.EDS;
import static dev.pillion.delta.XdsType.LDS;
import static dev.pillion.delta.XdsType.RDS;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.envoyproxy.envoy.service.discovery.v3.DeltaDiscoveryRequest;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class SubscriptionTest {
  private final TestMesh mesh =
      new TestMesh().staticCluster("a", 1).staticCluster("b", 1).endpoints("e", 80).publish();
  private final RecordingClient client = new RecordingClient(mesh);

  @Test
  void anUnknownTypeIsPassedOverAndTheStreamGoesOn() {
    client.send(
        DeltaDiscoveryRequest.newBuilder()
            .setTypeUrl("type.googleapis.com/envoy.service.runtime.v3.Runtime")
            .addResourceNamesSubscribe("rtds")
            .build());
    client.subscribe(CDS).accept(CDS);
    assertNull(client.failure());
  }

  @Test
  void aNonceThatIsUnknownOrOutOfDateIsHarmless() {
    client.send(request(CDS).setResponseNonce("from another stream").build());
    var first = client.accept(CDS);
    mesh.staticCluster("c", 1).publish();
    client.changed();
    client.send(request(CDS).setResponseNonce(first.getNonce()).build());
    client.send(request(CDS).setResponseNonce("nonsense").build());
    assertEquals(List.of("c"), names(client.take(CDS)));
  }

  @Test
  void anExplicitSubscriptionToClustersIsNoWildcard() {
    client.subscribe(CDS, "b");
    assertEquals(List.of("b"), names(client.accept(CDS)));
    mesh.staticCluster("a", 2).publish();
    assertEquals(List.of(), client.changed().waiting());
  }

  @Test
  void aNameBesideTheWildcardIsServedToo() {
    client.subscribe(CDS, "*", "later");
    assertEquals(List.of("later"), client.take(CDS).getRemovedResourcesList());
    assertEquals(List.of("a", "b"), names(client.accept(CDS)));
    mesh.staticCluster("later", 1).publish();
    assertEquals(List.of("later"), names(client.changed().accept(CDS)));
  }

  @Test
  void unsubscribingFromTheWildcardLeavesTheNames() {
    client.subscribe(CDS, "*", "a").accept(CDS);
    client.unsubscribe(CDS, "*");
    mesh.staticCluster("a", 2).staticCluster("b", 2).publish();
    assertEquals(List.of("a"), names(client.changed().accept(CDS)));
    assertEquals(List.of(), client.waiting());
  }

  @Test
  void unsubscribingFromTheWildcardLeavesNothingOfAPureWildcard() {
    client.subscribe(CDS).accept(CDS);
    client.unsubscribe(CDS, "*");
    mesh.staticCluster("a", 2).without(CDS, "b").publish();
    assertEquals(List.of(), client.changed().waiting());
    client.subscribe(CDS, "*");
    assertEquals(List.of("a"), names(client.accept(CDS)));
  }

  @Test
  void aNameGivenUpBesideTheWildcardIsAnsweredSoThatTheClientKnows() {
    client.subscribe(CDS, "*", "a", "none").accept(CDS);
    client.unsubscribe(CDS, "a", "none");
    assertEquals(List.of("a"), names(client.take(CDS)));
    assertEquals(List.of("none"), client.take(CDS).getRemovedResourcesList());
  }

  @Test
  void aNameGivenUpIsNotSentAgain() {
    client.subscribe(EDS, "e").accept(EDS);
    client.unsubscribe(EDS, "e");
    mesh.endpoints("e", 81).publish();
    assertEquals(List.of(), client.changed().waiting());
  }

  @Test
  void askingAgainForANameIsAnsweredAgain() {
    client.subscribe(EDS, "e").accept(EDS);
    client.subscribe(EDS, "e");
    assertEquals(List.of("e"), names(client.take(EDS)));
  }

  @Test
  void aNameInBothListsIsAskedForAnew() {
    client.subscribe(EDS, "e").accept(EDS);
    client.send(
        request(EDS).addResourceNamesSubscribe("e").addResourceNamesUnsubscribe("e").build());
    assertEquals(List.of("e"), names(client.take(EDS)));
  }

  @Test
  void aNameThatDoesNotExistIsAnsweredAsRemovedAndSentWhenItAppears() {
    client.subscribe(EDS, "none").subscribe(RDS, "none");
    assertEquals(List.of("none"), client.accept(EDS).getRemovedResourcesList());
    assertEquals(List.of("none"), client.accept(RDS).getRemovedResourcesList());
    assertEquals(List.of(), client.changed().waiting());
    mesh.endpoints("none", 1).publish();
    assertEquals(List.of("none"), names(client.changed().take(EDS)));
  }

  @Test
  void anEmptyFirstRequestForRoutesOrEndpointsAsksForNothing() {
    client.subscribe(EDS).subscribe(RDS);
    assertEquals(List.of(), client.waiting());
  }

  @Test
  void aLaterRequestWithoutNamesIsNoWildcard() {
    client.subscribe(CDS, "a").accept(CDS);
    client.subscribe(CDS);
    assertEquals(List.of(), client.waiting());
  }

  @Test
  void versionsHeldOfNamesNotAskedForAreIgnored() {
    client.resume(EDS, Map.of("other", "1"), "e");
    assertEquals(List.of("e"), names(client.accept(EDS)));
    client.waitOutPatience();
    assertEquals(List.of(), client.waiting());
  }

  @Test
  void statusNamesTheTypesAskedForAndCountsWhatWasSent() {
    client.subscribe(CDS).subscribe(LDS);
    assertEquals(
        List.of(CDS, LDS), client.stream().status().stream().map(TypeStatus::type).toList());
    assertEquals(2, client.stream().status().getFirst().resources());
  }
}
