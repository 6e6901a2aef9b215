package dev.pillion.delta;

import static dev.pillion.delta.RecordingClient.names;
import static dev.pillion.delta.XdsType.CDS;
import static dev.pillion.delta.XdsType.EDS;
import static dev.pillion.delta.XdsType.LDS;
import static dev.pillion.delta.XdsType.RDS;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class RefusalTest {
  private final TestMesh mesh = new TestMesh();
  private final RecordingClient client = new RecordingClient(mesh);

  @Test
  void whatIsRefusedIsNotSentAgainUntilItChanges() {
    mesh.staticCluster("bad", 1).publish();
    client.subscribe(CDS).reject(CDS, "no");
    client.changed();
    mesh.publish();
    client.changed();
    assertEquals(List.of(), client.waiting());

    mesh.staticCluster("bad", 2).publish();
    assertEquals(List.of("bad"), names(client.changed().take(CDS)));
  }

  @Test
  void aRefusedResponseOfSeveralIsTakenApartOnce() {
    mesh.staticCluster("a", 1).staticCluster("bad", 1).staticCluster("z", 1).publish();
    client.subscribe(CDS).reject(CDS, "one of them");
    assertEquals(List.of("a"), names(client.accept(CDS)));
    assertEquals(List.of("bad"), names(client.reject(CDS, "bad is bad")));
    assertEquals(List.of("z"), names(client.accept(CDS)));
    assertEquals(List.of(), client.changed().waiting());
    assertEquals(Set.of("bad"), refusal(CDS).orElseThrow().versions().keySet());
  }

  @Test
  void aRemovalInARefusedResponseIsRepeatedWithoutTheRest() {
    mesh.listener("old", "table", 1).routes("table").publish();
    client.subscribe(CDS).subscribe(LDS).acceptAll();
    mesh.without(LDS, "old").listener("bad", "table", 1).publish();
    client.changed().reject(LDS, "no");
    assertEquals(List.of("old"), client.take(LDS).getRemovedResourcesList());
    assertEquals(List.of(), names(client.accept(LDS)));
    assertEquals(List.of("bad"), names(client.reject(LDS, "no")));
    assertEquals(List.of(), client.waiting());
  }

  @Test
  void whatEnvoyTookOverFromARefusedResponseIsRemovedLater() {
    mesh.staticCluster("a", 1).staticCluster("bad", 1).staticCluster("z", 1).publish();
    client.subscribe(CDS).subscribe(LDS).reject(CDS, "bad");
    mesh.without(CDS).publish();
    client.changed().acceptAll();
    client.waitOutPatience();
    client.acceptAll();
    assertEquals(Set.of(), client.sent(CDS).keySet());
  }

  @Test
  void aRefusedRouteTableLeavesItsNeighboursServed() {
    mesh.routes("bad", "a").routes("good", "a").staticCluster("a", 1).publish();
    client.subscribe(CDS).subscribe(RDS, "bad", "good").accept(CDS);
    assertEquals(List.of("bad"), names(client.reject(RDS, "regex")));
    assertEquals(List.of("good"), names(client.accept(RDS)));
    assertEquals("regex", refusal(RDS).orElseThrow().error());
  }

  @Test
  void refusedEndpointsAreTakenApartBeforeAnyRouteLeadsToThem() {
    mesh.cluster("a", 1).cluster("bad", 1).cluster("z", 1).routes("table", "a", "z");
    mesh.endpoints("a", 1).endpoints("bad", 1).endpoints("z", 1).publish();
    client.subscribe(CDS).subscribe(EDS, "a", "bad", "z").subscribe(RDS, "table");
    client.reject(EDS, "priority");
    client.accept(CDS);
    assertEquals(List.of("a"), names(client.accept(EDS)));
    assertEquals(List.of("bad"), names(client.reject(EDS, "priority")));
    assertEquals(List.of(EDS, RDS), client.waiting());
    assertEquals(List.of("z"), names(client.accept(EDS)));
    assertEquals(Set.of("bad"), refusal(EDS).orElseThrow().versions().keySet());
  }

  @Test
  void aRefusalIsRecordedWithNamesVersionsAndEnvoysText() {
    mesh.staticCluster("bad", 1).publish();
    client.subscribe(CDS).reject(CDS, "Error adding/updating cluster(s) bad: why");
    var refusal = assertInstanceOf(Verdict.Rejected.class, client.verdicts.getFirst());
    assertEquals(mesh.versions(CDS), refusal.versions());
    assertEquals("Error adding/updating cluster(s) bad: why", refusal.error());
    assertEquals(Optional.of(refusal), refusal(CDS));
    assertFalse(client.stream().status().getFirst().inSync());
  }

  @Test
  void aRefusalIsForgottenWhenTheResourceIsReplaced() {
    mesh.staticCluster("bad", 1).publish();
    client.subscribe(CDS).reject(CDS, "no");
    mesh.staticCluster("bad", 2).publish();
    client.changed().accept(CDS);
    assertEquals(Optional.empty(), refusal(CDS));
    assertTrue(client.stream().status().getFirst().inSync());
  }

  @Test
  void refusedEndpointsAreSentAgainWithAChangedClusterForARefusalEndsItsWarming() {
    mesh.cluster("a", 1).endpoints("a", 80).publish();
    client.subscribe(CDS).accept(CDS);
    client.subscribe(EDS, "a").reject(EDS, "priority");
    mesh.cluster("a", 2).publish();
    client.changed();
    assertEquals(List.of(CDS, EDS), client.waiting());
    client.reject(EDS, "priority");
    client.accept(CDS);
    assertEquals(List.of(), client.waiting());
  }

  private Optional<Verdict.Rejected> refusal(XdsType type) {
    return client.stream().status().stream()
        .filter(status -> status.type() == type)
        .findFirst()
        .orElseThrow()
        .rejection();
  }
}
