package dev.pillion.delta;

import static dev.pillion.delta.RecordingClient.names;
import static dev.pillion.delta.XdsType.CDS;
import static dev.pillion.delta.XdsType.EDS;
import static dev.pillion.delta.XdsType.LDS;
import static dev.pillion.delta.XdsType.RDS;
import static dev.pillion.delta.XdsType.SDS;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Certificates over the stream: what names them warms until they come, so they never wait.
final class SecretsTest {
  private final TestMesh mesh =
      new TestMesh()
          .secureCluster("a", "client", 1)
          .endpoints("a", 80)
          .secureListener("ingress", "server", "table", 1)
          .routes("table", "a")
          .secret("client", "1")
          .secret("server", "1")
          .publish();
  private final RecordingClient client = new RecordingClient(mesh);

  @BeforeEach
  void theClientHoldsTheFirstSnapshot() {
    client.subscribe(CDS).subscribe(EDS, "a").subscribe(SDS, "client").acceptAll();
    client.subscribe(LDS).subscribe(SDS, "server").subscribe(RDS, "table").acceptAll();
    assertEquals(List.of(), client.waiting());
  }

  @Test
  void secretsGoAfterEndpointsAndBeforeListeners() {
    var other = new RecordingClient(mesh);
    other.ready(false);
    other.subscribe(RDS, "table").subscribe(LDS).subscribe(SDS, "client").subscribe(EDS, "a");
    other.subscribe(CDS).ready(true);
    assertEquals(List.of(CDS, EDS, SDS), other.waiting());
    other.accept(CDS);
    assertEquals(List.of(EDS, SDS, LDS, RDS), other.waiting());
  }

  @Test
  void aSecretThatAClusterWarmsForDoesNotWaitForTheAnswerToTheClusters() {
    mesh.secureCluster("b", "other", 1).endpoints("b", 81).secret("other", "1");
    mesh.routes("table", "b").publish();
    assertEquals(List.of(CDS), client.changed().waiting());
    client.subscribe(EDS, "b").subscribe(SDS, "other");
    assertEquals(List.of(CDS, EDS, SDS), client.waiting());
    assertEquals(List.of("other"), names(client.accept(SDS)));
    client.accept(EDS);
    assertEquals(List.of(CDS), client.waiting());
    client.accept(CDS);
    assertEquals(List.of(RDS), client.waiting());
  }

  @Test
  void aRenewedCertificateIsSentByItselfAndNothingElseIs() {
    mesh.secret("client", "2").publish();
    assertEquals(List.of(SDS), client.changed().waiting());
    assertEquals(List.of("client"), names(client.accept(SDS)));
    assertEquals(List.of(), client.waiting());
  }

  @Test
  void eachSecretHasAResponseOfItsOwn() {
    mesh.secret("client", "2").secret("server", "2").publish();
    client.changed();
    assertEquals(List.of("client"), names(client.accept(SDS)));
    assertEquals(List.of("server"), names(client.accept(SDS)));
  }

  @Test
  void aSecretThatNobodyAskedForIsNotSent() {
    mesh.secret("of another", "1").publish();
    assertEquals(List.of(), client.changed().waiting());
  }

  @Test
  void aChangedClusterDoesNotHaveItsSecretSentAgainForEnvoyHasItAtHand() {
    mesh.secureCluster("a", "client", 2).publish();
    assertEquals(List.of(CDS, EDS), client.changed().waiting());
  }

  @Test
  void aSecretIsRemovedWhenListenersAreAnswered() {
    mesh.listener("ingress", "table", 2).without(SDS, "server").publish();
    assertEquals(List.of(LDS), client.changed().waiting());
    client.accept(LDS);
    assertEquals(List.of("server"), client.accept(SDS).getRemovedResourcesList());
  }

  @Test
  void aSecretIsRemovedWhenClustersAreAnsweredAndTheRemovedOnesAreGone() {
    mesh.cluster("b", 1).endpoints("b", 81).routes("table", "b").without(CDS, "a");
    mesh.without(SDS, "client").publish();
    client.changed().accept(CDS);
    assertEquals(List.of(RDS), client.waiting());
    client.accept(RDS);
    assertEquals(List.of(CDS), client.waiting());
    client.accept(CDS);
    assertEquals(List.of("client"), client.accept(SDS).getRemovedResourcesList());
  }

  @Test
  void aSecretStaysAsLongAsTheListenerThatLeavesItIsRefused() {
    mesh.listener("ingress", "table", 2).without(SDS, "server").publish();
    client.changed().reject(LDS, "no");
    assertEquals(List.of(), client.waiting());
  }

  @Test
  void aSecretOfAClusterOnItsWayIsSentEvenIfItHasLeftTheSnapshotByThen() {
    mesh.secureCluster("a", "short", 1).secret("short", "1").publish();
    client.changed();
    mesh.secureCluster("a", "client", 2).without(SDS, "short").publish();
    client.changed().accept(EDS);
    client.subscribe(SDS, "short");
    assertEquals(List.of("short"), names(client.accept(SDS)));
    client.accept(CDS);
    assertEquals(List.of("a"), names(client.accept(CDS)));
    client.acceptAll();
    assertTrue(client.stream().status().stream().allMatch(TypeStatus::inSync));
  }

  @Test
  void aSecretOfAListenerOnItsWayIsSentEvenIfItHasLeftTheSnapshotByThen() {
    mesh.secureListener("ingress", "short", "table", 1).secret("short", "1").publish();
    client.changed();
    mesh.secureListener("ingress", "server", "table", 1).without(SDS, "short").publish();
    client.changed().subscribe(SDS, "short");
    assertEquals(List.of("short"), names(client.accept(SDS)));
  }

  @Test
  void aSecretThatDoesNotExistIsAnsweredAsRemovedAndSentWhenItAppears() {
    client.subscribe(SDS, "none");
    assertEquals(List.of("none"), client.accept(SDS).getRemovedResourcesList());
    mesh.secret("none", "1").publish();
    assertEquals(List.of("none"), names(client.changed().accept(SDS)));
  }

  @Test
  void aRefusedSecretIsNamedAndLeavesItsNeighboursServed() {
    mesh.secret("client", "bad").secret("server", "2").publish();
    client.changed().reject(SDS, "Failed to load certificate chain");
    assertEquals(List.of("server"), names(client.accept(SDS)));
    assertEquals(List.of(), client.changed().waiting());
    var status = client.stream().status().stream().filter(type -> type.type() == SDS).findFirst();
    assertEquals(
        List.of("client"),
        List.copyOf(status.orElseThrow().rejection().orElseThrow().versions().keySet()));
  }

  @Test
  void aClientThatComesBackIsSentOnlyTheSecretThatChanged() {
    var held = mesh.versions(SDS);
    mesh.secret("server", "2").publish();
    var back = new RecordingClient(mesh);
    back.resume(SDS, held, "client", "server");
    assertEquals(List.of("server"), names(back.accept(SDS)));
    assertEquals(List.of(), back.waiting());
  }
}
