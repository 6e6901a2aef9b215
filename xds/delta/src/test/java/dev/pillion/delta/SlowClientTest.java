package dev.pillion.delta;

import static dev.pillion.delta.RecordingClient.names;
import static dev.pillion.delta.XdsType.CDS;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;

import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class SlowClientTest {
  private final TestMesh mesh = new TestMesh().staticCluster("a", 1).publish();

  @Test
  void nothingIsQueuedForAClientThatIsNotReadyAndTheNewestIsSentWhenItIs() {
    var client = new RecordingClient(mesh);
    client.ready(false);
    client.subscribe(CDS);
    for (int i = 2; i < 50; i++) {
      mesh.staticCluster("a", i).publish();
      client.changed();
    }
    assertEquals(List.of(), client.waiting());
    client.ready(true);
    assertEquals(mesh.versions(CDS).get("a"), client.take(CDS).getResources(0).getVersion());
    client.accept(CDS);
    assertEquals(List.of(), client.waiting());
  }

  @Test
  void changesDuringAnUnansweredResponseFoldIntoTheNext() {
    var client = new RecordingClient(mesh);
    client.subscribe(CDS);
    for (int i = 2; i < 50; i++) {
      mesh.staticCluster("a", i).staticCluster("c" + i, 1).publish();
      client.changed();
    }
    client.accept(CDS);
    assertEquals(49, names(client.accept(CDS)).size());
    assertEquals(List.of(), client.waiting());
  }

  @Test
  void wordOfAChangeFoldsUntilThePassBegins() {
    var passes = new ArrayList<Runnable>();
    var timing = new Timing(passes::add, (_, _) -> {}, InstantSource.system());
    var client = new RecordingClient(mesh, timing);
    client.changed().changed().changed();
    assertEquals(1, passes.size());
    passes.getFirst().run();
    client.changed();
    assertEquals(2, passes.size());
  }

  @Test
  void aStreamThatIsClosedSendsNothing() {
    var client = new RecordingClient(mesh);
    client.stream().close();
    client.subscribe(CDS);
    assertEquals(List.of(), client.waiting());
  }

  @Test
  void aDefectEndsTheStreamSoThatTheClientComesBack() {
    var client =
        new RecordingClient(() -> {
          throw new IllegalStateException("defect");
        });
    client.subscribe(CDS);
    assertNotNull(client.failure());
  }
}
