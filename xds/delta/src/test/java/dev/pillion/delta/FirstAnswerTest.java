package dev.pillion.delta;

import static dev.pillion.delta.RecordingClient.names;
import static dev.pillion.delta.XdsType.CDS;
import static dev.pillion.delta.XdsType.EDS;
import static dev.pillion.delta.XdsType.LDS;
import static dev.pillion.delta.XdsType.RDS;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class FirstAnswerTest {
  private final TestMesh mesh =
      new TestMesh()
          .cluster("a", 1)
          .endpoints("a", 80)
          .listener("egress", "table", 1)
          .routes("table", "a");
  private final RecordingClient client = new RecordingClient(mesh);

  @Test
  void aClientIsToldNothingBeforeThereIsASnapshot() {
    client.subscribe(CDS).subscribe(LDS).subscribe(EDS, "a").subscribe(RDS, "table").changed();
    assertEquals(List.of(), client.waiting());

    mesh.publish();
    client.changed();
    assertEquals(List.of(CDS, EDS), client.waiting());
  }

  @Test
  void aServerThatIsNotReadyAgainTakesNothingFromAClientThatComesBack() {
    client.resume(CDS, Map.of("a", "1", "b", "1"));
    client.resume(LDS, Map.of("egress", "1"));
    client.waitOutPatience();
    assertEquals(List.of(), client.waiting());
  }

  @Test
  void aSnapshotThatIsTakenBackTakesNothingFromTheClient() {
    mesh.publish();
    client.subscribe(CDS).acceptAll();
    mesh.withdraw();
    client.changed().subscribe(LDS);
    assertEquals(List.of(), client.waiting());
  }

  @Test
  void theResponsesOfAStreamAreCountedAcrossItsTypes() {
    mesh.publish();
    client.resume(CDS, mesh.versions(CDS));
    assertEquals(0, client.stream().responses());
    client.subscribe(LDS).subscribe(EDS, "a").acceptAll();
    assertEquals(2, client.stream().responses());
    mesh.listener("egress", "table", 2).publish();
    client.changed();
    assertEquals(3, client.stream().responses());
  }

  @Test
  void aWildcardOfNothingIsAnsweredOnceSoThatEnvoyGoesOn() {
    mesh.without(CDS).without(LDS).publish();
    client.subscribe(CDS).subscribe(LDS);
    assertEquals(0, client.accept(CDS).getResourcesCount());
    assertEquals(0, client.accept(LDS).getResourcesCount());
    assertEquals(List.of(), client.changed().waiting());
  }

  @Test
  void aClientThatComesBackIsSentWhatChangedAndNothingElse() {
    mesh.cluster("b", 1).publish();
    Map<String, String> before = mesh.versions(CDS);
    mesh.cluster("b", 2).publish();
    client.resume(CDS, before);
    assertEquals(List.of("b"), names(client.accept(CDS)));
    assertEquals(List.of(), client.waiting());
  }

  @Test
  void whatWentAwayWhileAClientWasGoneIsRemoved() {
    mesh.publish();
    client.resume(CDS, Map.of("a", mesh.versions(CDS).get("a"), "old", "1"));
    client.resume(EDS, Map.of("old", "1"), "old");
    client.resume(LDS, Map.of("egress", mesh.versions(LDS).get("egress"), "gone", "1"));
    assertEquals(List.of("gone"), client.accept(LDS).getRemovedResourcesList());
    client.resume(RDS, mesh.versions(RDS), "table");
    assertEquals(List.of("old"), client.accept(CDS).getRemovedResourcesList());
    assertEquals(List.of("old"), client.accept(EDS).getRemovedResourcesList());
  }

  @Test
  void aReturningClientKeepsItsClustersUntilItsRoutesAreUpToDate() {
    mesh.publish();
    client.resume(CDS, Map.of("old", "1"));
    assertEquals(List.of(), client.accept(CDS).getRemovedResourcesList());
    client.resume(LDS, mesh.versions(LDS));
    assertEquals(List.of(), client.waiting());
    client.resume(RDS, Map.of("table", "old"), "table");
    client.accept(RDS);
    assertEquals(List.of("old"), client.accept(CDS).getRemovedResourcesList());
  }

  @Test
  void aReturningClientThatAsksForNoRoutesLosesItsOldClustersAfterFiveSeconds() {
    mesh.publish();
    client.resume(CDS, Map.of("a", mesh.versions(CDS).get("a"), "old", "1"));
    client.resume(LDS, mesh.versions(LDS));
    assertEquals(List.of(), client.waiting());
    client.waitOutPatience();
    assertEquals(List.of("old"), client.take(CDS).getRemovedResourcesList());
  }

  @Test
  void versionsAreTheSameOnEveryServerAndDifferWithTheContent() {
    var same = new TestMesh().cluster("a", 1).versions(CDS);
    assertEquals(same, new TestMesh().cluster("a", 1).versions(CDS));
    assertNotEquals(same, new TestMesh().cluster("a", 2).versions(CDS));
  }
}
