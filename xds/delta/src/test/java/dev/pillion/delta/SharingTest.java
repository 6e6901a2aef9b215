package dev.pillion.delta;

import static dev.pillion.delta.XdsType.CDS;
import static dev.pillion.delta.XdsType.EDS;
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
    Due before = clusters.due(first.of(CDS));
    assertEquals(List.of("a"), before.together().stream().map(VersionedResource::name).toList());
    assertSame(before.together(), clusters.due(next.of(CDS)).together());
    assertNotSame(first.of(EDS), next.of(EDS));
    assertEquals(2, next.version());
  }

  @Test
  void aThousandResourcesThatTravelAloneAreComparedOnce() {
    for (int i = 0; i < 1000; i++) {
      mesh.endpoints("e%04d".formatted(i), 80);
    }
    Snapshot snapshot = mesh.publish().get().orElseThrow();
    var endpoints = new DeltaSubscription(EDS);
    var request = RecordingClient.request(EDS);
    snapshot.of(EDS).keySet().forEach(request::addResourceNamesSubscribe);
    endpoints.ask(request.build());
    Due first = endpoints.due(snapshot.of(EDS));
    Push push = first.push(EDS, true).orElseThrow();
    var _ = endpoints.send(push, "1", Instant.EPOCH, 1);
    assertSame(first.gone(), endpoints.due(snapshot.of(EDS)).gone());
  }
}
