package dev.pillion.delta;

import static dev.pillion.delta.XdsType.CDS;
import static dev.pillion.delta.XdsType.EDS;
import static dev.pillion.delta.XdsType.RDS;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;

import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/// What a stream costs: no copy of a resource, and no comparison of what did not change.
final class SharingTest {
  private final TestMesh mesh = new TestMesh().cluster("a", 1).endpoints("a", 80).publish();

  @Test
  void aResourceIsSerialisedOnceForAllStreams() {
    var one = new RecordingClient(mesh).subscribe(CDS);
    var other = new RecordingClient(mesh).subscribe(CDS);
    assertSame(one.take(CDS).getResources(0), other.take(CDS).getResources(0));
    var world = new WorldClient(mesh).ask(CDS);
    assertSame(one.take(CDS).getResources(0).getResource(), world.take(CDS).getResources(0));
  }

  @Test
  void aTypeThatASnapshotSharesWithTheLastIsNotComparedAgain() {
    Snapshot first = mesh.get().orElseThrow();
    Snapshot next = mesh.endpoints("a", 90).publish().get().orElseThrow().sharing(first);
    var clusters = new DeltaSubscription(CDS);
    clusters.ask(RecordingClient.request(CDS).build());
    Due before = clusters.due(first.of(CDS), first.step(CDS));
    assertEquals(List.of("a"), before.together().stream().map(VersionedResource::name).toList());
    assertSame(before.together(), clusters.due(next.of(CDS), next.step(CDS)).together());
    assertNotSame(first.of(EDS), next.of(EDS));
    assertEquals(2, next.version());
  }

  @Test
  void aThousandResourcesThatTravelAloneAreComparedOnce() {
    for (int i = 0; i < 1000; i++) {
      mesh.routes("e%04d".formatted(i), "a");
    }
    Snapshot snapshot = mesh.publish().get().orElseThrow();
    var tables = new DeltaSubscription(RDS);
    var request = RecordingClient.request(RDS);
    snapshot.of(RDS).keySet().forEach(request::addResourceNamesSubscribe);
    tables.ask(request.build());
    Due first = tables.due(snapshot.of(RDS), snapshot.step(RDS));
    Push push = first.push(RDS, true).orElseThrow();
    var _ = tables.send(push, "1", Instant.EPOCH, 1);
    assertSame(first.gone(), tables.due(snapshot.of(RDS), snapshot.step(RDS)).gone());
  }

  @Test
  void whatAStepLeavesAsItIsIsNotLookedAtAgain() {
    for (int i = 0; i < 1000; i++) {
      mesh.endpoints("e%04d".formatted(i), 80);
    }
    Snapshot first = mesh.publish().get().orElseThrow();
    var names = List.copyOf(first.of(EDS).keySet());
    var client = new RecordingClient(mesh).subscribe(EDS, names.toArray(String[]::new));
    assertEquals(names, RecordingClient.names(client.accept(EDS)));
    mesh.endpoints("e0500", 81).without(EDS, "e0600").publish();
    Snapshot next = mesh.get().orElseThrow();
    Step step = next.step(EDS).orElseThrow();
    assertSame(first.of(EDS), step.from());
    assertEquals(List.of("e0500"), step.changed().stream().map(VersionedResource::name).toList());
    assertEquals(List.of("e0600"), step.gone());
    var sent = client.changed().accept(EDS);
    assertEquals(List.of("e0500"), RecordingClient.names(sent));
  }
}
