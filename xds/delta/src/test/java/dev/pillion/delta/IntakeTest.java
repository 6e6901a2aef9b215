package dev.pillion.delta;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import io.envoyproxy.envoy.config.core.v3.Node;
import io.envoyproxy.envoy.service.discovery.v3.DeltaDiscoveryResponse;
import io.envoyproxy.envoy.service.discovery.v3.Resource;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/// What a relay takes in; that its own clients are served by it as by the server itself is part of
/// [ConvergenceTest].
final class IntakeTest {
  private static final Node NODE = Node.newBuilder().setId("relay").build();

  private final TestMesh mesh =
      new TestMesh()
          .cluster("c", 1)
          .endpoints("c", 80)
          .listener("l", "t", 1)
          .routes("t", "c")
          .publish();

  /// Lets an intake talk to a stream of the mesh until neither has more to say; the names of all
  /// that was sent.
  private List<String> talk(Intake intake) throws InvalidProtocolBufferException {
    var names = new ArrayList<String>();
    var client = new RecordingClient(mesh);
    intake.open(NODE).forEach(client::send);
    while (!client.unanswered.isEmpty()) {
      DeltaDiscoveryResponse response = client.unanswered.removeFirst();
      names.addAll(RecordingClient.names(response));
      response.getRemovedResourcesList().forEach(name -> names.add("-" + name));
      intake.take(response).forEach(client::send);
    }
    return names;
  }

  @Test
  void thereIsNothingToServeBeforeAllThatIsNamedIsThere() throws InvalidProtocolBufferException {
    var intake = new Intake();
    var client = new RecordingClient(mesh);
    intake.open(NODE).forEach(client::send);
    var complete = new ArrayList<Boolean>();
    while (!client.unanswered.isEmpty()) {
      intake.take(client.unanswered.removeFirst()).forEach(client::send);
      complete.add(intake.snapshot().isPresent());
    }
    assertEquals(List.of(false, false, false, true), complete);
    Snapshot snapshot = intake.snapshot().orElseThrow();
    for (XdsType type : XdsType.values()) {
      assertEquals(mesh.versions(type).keySet(), snapshot.of(type).keySet());
    }
    assertEquals(4, intake.taken());
  }

  @Test
  void theNodeGoesWithTheFirstRequestOnly() {
    var requests = new Intake().open(NODE);
    assertEquals(NODE, requests.getFirst().getNode());
    assertFalse(requests.getLast().hasNode());
  }

  @Test
  void anotherStreamBringsOnlyWhatIsNew() throws InvalidProtocolBufferException {
    var intake = new Intake();
    talk(intake);
    assertEquals(List.of(), talk(intake));
    assertEquals(0, intake.taken());
    mesh.endpoints("c", 81).publish();
    assertEquals(List.of("c"), talk(intake));
    assertEquals(1, intake.taken());
  }

  @Test
  void whatWasWrittenDownIsTheSameAgain() throws InvalidProtocolBufferException {
    var intake = new Intake();
    talk(intake);
    Snapshot snapshot = intake.snapshot().orElseThrow();
    Snapshot again = Snapshot.of(snapshot.responses());
    assertEquals(snapshot.version(), again.version());
    for (XdsType type : XdsType.values()) {
      assertEquals(snapshot.of(type), again.of(type));
    }
  }

  @Test
  void aClusterOfWhichThereAreNoEndpointsDoesNotHoldUpTheRest()
      throws InvalidProtocolBufferException {
    mesh.without(XdsType.EDS, "c").publish();
    var intake = new Intake();
    talk(intake);
    assertEquals(1, intake.snapshot().orElseThrow().of(XdsType.CDS).size());
  }

  @Test
  void whatArrivesAfterItWasGivenUpIsNotKept() throws InvalidProtocolBufferException {
    var intake = new Intake();
    var client = new RecordingClient(mesh);
    intake.open(NODE).forEach(client::send);
    var late = new ArrayList<DeltaDiscoveryResponse>();
    while (!client.unanswered.isEmpty()) {
      DeltaDiscoveryResponse response = client.unanswered.removeFirst();
      if (RecordingClient.typeOf(response) == XdsType.RDS) {
        late.add(response);
      }
      intake.take(response).forEach(client::send);
    }
    mesh.without(XdsType.LDS).publish();
    client.changed();
    intake.take(client.unanswered.removeFirst());
    intake.take(late.getFirst());
    assertEquals(0, intake.snapshot().orElseThrow().of(XdsType.RDS).size());
  }

  @Test
  void whatCannotBeReadChangesNothing() throws InvalidProtocolBufferException {
    var intake = new Intake();
    talk(intake);
    Snapshot before = intake.snapshot().orElseThrow();
    var resource = Resource.newBuilder().setName("c");
    resource
        .getResourceBuilder()
        .setTypeUrl(XdsType.CDS.url())
        .setValue(ByteString.copyFromUtf8("?"));
    var response =
        DeltaDiscoveryResponse.newBuilder()
            .setTypeUrl(XdsType.CDS.url())
            .addResources(resource)
            .build();
    assertThrows(InvalidProtocolBufferException.class, () -> intake.take(response));
    assertEquals(before, intake.snapshot().orElseThrow());
  }
}
