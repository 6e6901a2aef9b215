package dev.pillion.delta;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.rpc.Status;
import io.envoyproxy.envoy.service.discovery.v3.DeltaDiscoveryRequest;
import io.envoyproxy.envoy.service.discovery.v3.DeltaDiscoveryResponse;
import io.envoyproxy.envoy.service.discovery.v3.Resource;
import io.grpc.stub.CallStreamObserver;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// The far end of one stream, on one thread: keeps what arrives, answers when told to, and checks
/// with each response the rules that hold for all.
final class RecordingClient {
  private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");

  final List<Verdict> verdicts = new ArrayList<>();
  final List<DeltaDiscoveryResponse> unanswered = new ArrayList<>();

  /// All that was sent and not removed again.
  final Map<XdsType, Map<String, Resource>> sent = new EnumMap<>(XdsType.class);

  private final Supplier<Optional<Snapshot>> source;
  private final Deque<Runnable> alarms = new ArrayDeque<>();
  private final Wire wire = new Wire();
  private final AdsStream<DeltaDiscoveryRequest> stream;
  private @Nullable Throwable failure;
  private boolean ready = true;
  private boolean refused;

  RecordingClient(Supplier<Optional<Snapshot>> source) {
    this.source = source;
    stream = new DeltaStream(source, wire, verdicts::add, timing());
  }

  RecordingClient(Supplier<Optional<Snapshot>> source, Timing timing) {
    this.source = source;
    stream = new DeltaStream(source, wire, verdicts::add, timing);
  }

  RecordingClient(Supplier<Optional<Snapshot>> source, Dialect dialect) {
    this.source = source;
    stream =
        switch (dialect) {
          case DELTA -> new DeltaStream(source, wire, verdicts::add, timing());
          case WORLD -> new WorldInDelta(source, wire, verdicts::add, timing());
        };
  }

  private Timing timing() {
    return new Timing(Runnable::run, this::alarm, () -> NOON);
  }

  private void alarm(Duration delay, Runnable action) {
    assertEquals(Engine.PATIENCE, delay);
    alarms.add(action);
  }

  AdsStream<DeltaDiscoveryRequest> stream() {
    return stream;
  }

  /// Asks for names; none for a wildcard of the types that have one.
  RecordingClient subscribe(XdsType type, String... names) {
    stream.request(request(type).addAllResourceNamesSubscribe(List.of(names)).build());
    return this;
  }

  RecordingClient unsubscribe(XdsType type, String... names) {
    List.of(names).forEach(sent(type)::remove);
    stream.request(request(type).addAllResourceNamesUnsubscribe(List.of(names)).build());
    return this;
  }

  /// Comes back with what it holds from an earlier stream.
  RecordingClient resume(XdsType type, Map<String, String> versions, String... names) {
    stream.request(
        request(type)
            .putAllInitialResourceVersions(versions)
            .addAllResourceNamesSubscribe(List.of(names))
            .build());
    return this;
  }

  void send(DeltaDiscoveryRequest request) {
    refused |= request.hasErrorDetail();
    stream.request(request);
  }

  /// The only unanswered response of a type.
  DeltaDiscoveryResponse take(XdsType type) {
    List<DeltaDiscoveryResponse> ofType = waiting(type);
    assertEquals(1, ofType.size(), type + " among " + unanswered);
    return ofType.getFirst();
  }

  /// Accepts the only unanswered response of a type.
  DeltaDiscoveryResponse accept(XdsType type) {
    DeltaDiscoveryResponse response = take(type);
    unanswered.remove(response);
    stream.request(request(type).setResponseNonce(response.getNonce()).build());
    return response;
  }

  DeltaDiscoveryResponse reject(XdsType type, String error) {
    DeltaDiscoveryResponse response = take(type);
    unanswered.remove(response);
    stream.request(
        request(type)
            .setResponseNonce(response.getNonce())
            .setErrorDetail(Status.newBuilder().setCode(13).setMessage(error))
            .build());
    return response;
  }

  /// Accepts whatever arrives until nothing does.
  void acceptAll() {
    while (!unanswered.isEmpty()) {
      accept(typeOf(unanswered.getFirst()));
    }
  }

  /// The types of the unanswered responses, as they arrived.
  List<XdsType> waiting() {
    return unanswered.stream().map(RecordingClient::typeOf).toList();
  }

  /// Says that the snapshot changed.
  RecordingClient changed() {
    stream.changed();
    return this;
  }

  /// Five seconds pass.
  void waitOutPatience() {
    for (int left = alarms.size(); left > 0; left--) {
      alarms.remove().run();
    }
  }

  void ready(boolean now) {
    ready = now;
    if (now) {
      stream.changed();
    }
  }

  Map<String, Resource> sent(XdsType type) {
    return sent.computeIfAbsent(type, _ -> new HashMap<>());
  }

  static DeltaDiscoveryRequest.Builder request(XdsType type) {
    return DeltaDiscoveryRequest.newBuilder().setTypeUrl(type.url());
  }

  static XdsType typeOf(DeltaDiscoveryResponse response) {
    return XdsType.of(response.getTypeUrl()).orElseThrow();
  }

  static List<String> names(DeltaDiscoveryResponse response) {
    return response.getResourcesList().stream().map(Resource::getName).toList();
  }

  private List<DeltaDiscoveryResponse> waiting(XdsType type) {
    return unanswered.stream().filter(r -> typeOf(r) == type).toList();
  }

  private void receive(DeltaDiscoveryResponse response) {
    XdsType type = typeOf(response);
    assertTrue(ready, "sent to a client that is not ready");
    assertEquals(List.of(), waiting(type), "a second unanswered response of " + type);
    if (!type.sociable()) {
      assertTrue(response.getResourcesCount() <= 1, "several resources of " + type);
    }
    unanswered.add(response);
    response.getRemovedResourcesList().forEach(name -> sent(type).remove(name));
    response.getResourcesList().forEach(resource -> sent(type).put(resource.getName(), resource));
    checkReferences(type, response);
  }

  /// What is named must have been sent, or be promised by the type after.
  private void checkReferences(XdsType type, DeltaDiscoveryResponse response) {
    if (type == XdsType.LDS) {
      Snapshot snapshot = source.get().orElseThrow();
      for (Resource listener : response.getResourcesList()) {
        for (String table : References.of(XdsType.LDS, listener)) {
          assertTrue(
              leftOut() || snapshot.of(XdsType.RDS).containsKey(table),
              listener.getName() + " names routes " + table + ", which are not to come");
        }
      }
    }
    for (Resource table : sent(XdsType.RDS).values()) {
      for (String cluster : References.of(XdsType.RDS, table)) {
        assertTrue(
            leftOut() || sent(XdsType.CDS).containsKey(cluster),
            "after %s, %s names cluster %s, which is not there"
                .formatted(type, table.getName(), cluster));
      }
    }
  }

  /// In the state of the world what was refused is left out of what is sent after, or an older one
  /// is in its place.
  private boolean leftOut() {
    return refused && stream instanceof WorldInDelta;
  }

  @Nullable Throwable failure() {
    return failure;
  }

  private final class Wire extends CallStreamObserver<DeltaDiscoveryResponse> {
    @Override
    public boolean isReady() {
      return ready;
    }

    @Override
    public void onNext(DeltaDiscoveryResponse response) {
      receive(response);
    }

    @Override
    public void onError(Throwable cause) {
      failure = cause;
    }

    @Override
    public void onCompleted() {}

    @Override
    public void setOnReadyHandler(Runnable handler) {}

    @Override
    public void disableAutoInboundFlowControl() {}

    @Override
    public void request(int count) {}

    @Override
    public void setMessageCompression(boolean enable) {}
  }
}
