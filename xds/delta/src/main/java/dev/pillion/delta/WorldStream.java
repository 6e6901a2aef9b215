package dev.pillion.delta;

import io.envoyproxy.envoy.service.discovery.v3.DiscoveryRequest;
import io.envoyproxy.envoy.service.discovery.v3.DiscoveryResponse;
import io.grpc.stub.CallStreamObserver;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;

/// A stream in the state-of-the-world dialect, which App Mesh images speak: each response of
/// clusters or listeners holds all of them, and what it lacks is removed.
public final class WorldStream implements AdsStream<DiscoveryRequest> {
  private final Engine<DiscoveryRequest, DiscoveryResponse> engine;

  /// A stream that has heard nothing yet.
  ///
  /// @param source the snapshot to bring the client to; empty while it is not to be told anything
  /// @param client is sent the responses as long as it is ready
  /// @param verdicts hears each answer of the client; must neither block nor call this stream
  public WorldStream(
      Supplier<Optional<Snapshot>> source,
      CallStreamObserver<DiscoveryResponse> client,
      Consumer<Verdict> verdicts,
      Timing timing) {
    engine =
        new Engine<>(
            new Engine.Dialect<>(DiscoveryRequest::getTypeUrl, WorldSubscription::new),
            source,
            client,
            verdicts,
            timing);
  }

  @Override
  public void request(DiscoveryRequest request) {
    engine.request(request);
  }

  @Override
  public void changed() {
    engine.changed();
  }

  @Override
  public List<TypeStatus> status() {
    return engine.status();
  }

  @Override
  public List<ResourceStatus> resources() {
    return engine.resources();
  }

  @Override
  public long responses() {
    return engine.responses();
  }

  @Override
  public void close() {
    engine.close();
  }
}
