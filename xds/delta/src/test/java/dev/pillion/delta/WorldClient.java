package dev.pillion.delta;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.google.rpc.Status;
import io.envoyproxy.envoy.service.discovery.v3.DiscoveryRequest;
import io.envoyproxy.envoy.service.discovery.v3.DiscoveryResponse;
import io.grpc.stub.CallStreamObserver;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/// The far end of a stream of the state of the world: says with each request what Envoy says.
final class WorldClient {
  final List<DiscoveryResponse> unanswered = new ArrayList<>();
  final List<Verdict> verdicts = new ArrayList<>();
  private final Map<XdsType, DiscoveryRequest> last = new EnumMap<>(XdsType.class);
  private final Deque<Runnable> alarms = new ArrayDeque<>();
  private final WorldStream stream;
  private boolean ready = true;

  WorldClient(Supplier<Optional<Snapshot>> source) {
    var timing = new Timing(Runnable::run, (_, action) -> alarms.add(action), () -> Instant.EPOCH);
    stream = new WorldStream(source, new Wire(), verdicts::add, timing);
  }

  WorldStream stream() {
    return stream;
  }

  /// Asks for exactly these names of a type.
  WorldClient ask(XdsType type, String... names) {
    var request = last(type).toBuilder().clearResourceNames().addAllResourceNames(List.of(names));
    return send(type, request.clearErrorDetail());
  }

  void send(DiscoveryRequest request) {
    stream.request(request);
  }

  DiscoveryResponse take(XdsType type) {
    var ofType = unanswered.stream().filter(r -> r.getTypeUrl().equals(type.url())).toList();
    assertEquals(1, ofType.size(), type + " among " + unanswered);
    return ofType.getFirst();
  }

  DiscoveryResponse accept(XdsType type) {
    DiscoveryResponse response = take(type);
    unanswered.remove(response);
    send(
        type,
        last(type).toBuilder()
            .clearErrorDetail()
            .setVersionInfo(response.getVersionInfo())
            .setResponseNonce(response.getNonce()));
    return response;
  }

  DiscoveryResponse reject(XdsType type, String error) {
    DiscoveryResponse response = take(type);
    unanswered.remove(response);
    send(
        type,
        last(type).toBuilder()
            .setResponseNonce(response.getNonce())
            .setErrorDetail(Status.newBuilder().setCode(13).setMessage(error)));
    return response;
  }

  void acceptAll() {
    while (!unanswered.isEmpty()) {
      accept(XdsType.of(unanswered.getFirst().getTypeUrl()).orElseThrow());
    }
  }

  List<XdsType> waiting() {
    return unanswered.stream().map(r -> XdsType.of(r.getTypeUrl()).orElseThrow()).toList();
  }

  WorldClient changed() {
    stream.changed();
    return this;
  }

  void ready(boolean now) {
    ready = now;
    if (now) {
      stream.changed();
    }
  }

  void waitOutPatience() {
    for (int left = alarms.size(); left > 0; left--) {
      alarms.remove().run();
    }
  }

  TypeStatus status(XdsType type) {
    return stream.status().stream().filter(s -> s.type() == type).findFirst().orElseThrow();
  }

  static List<String> names(DiscoveryResponse response) {
    XdsType type = XdsType.of(response.getTypeUrl()).orElseThrow();
    return response.getResourcesList().stream()
        .map(any -> Messages.name(Messages.parse(type, any.getValue())))
        .toList();
  }

  private WorldClient send(XdsType type, DiscoveryRequest.Builder request) {
    DiscoveryRequest built = request.build();
    last.put(type, built);
    stream.request(built);
    return this;
  }

  private DiscoveryRequest last(XdsType type) {
    return last.getOrDefault(type, DiscoveryRequest.newBuilder().setTypeUrl(type.url()).build());
  }

  private final class Wire extends CallStreamObserver<DiscoveryResponse> {
    @Override
    public boolean isReady() {
      return ready;
    }

    @Override
    public void onNext(DiscoveryResponse response) {
      assertEquals(true, ready, "sent to a client that is not ready");
      unanswered.add(response);
    }

    @Override
    public void onError(Throwable cause) {
      throw new AssertionError(cause);
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
