package dev.pillion.delta;

import io.envoyproxy.envoy.service.discovery.v3.DeltaDiscoveryRequest;
import io.envoyproxy.envoy.service.discovery.v3.DeltaDiscoveryResponse;
import io.grpc.stub.CallStreamObserver;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;

/// A stream of the protocol's incremental dialect: what changed is sent, what went is named.
public final class DeltaStream implements AdsStream<DeltaDiscoveryRequest> {
  private final Engine<DeltaDiscoveryRequest, DeltaDiscoveryResponse> engine;

  /// A stream that has heard nothing yet.
  ///
  /// @param source the snapshot to bring the client to; empty while it is not to be told anything
  /// @param client is sent the responses as long as it is ready
  /// @param verdicts hears each answer of the client; must neither block nor call this stream
  public DeltaStream(
      Supplier<Optional<Snapshot>> source,
      CallStreamObserver<DeltaDiscoveryResponse> client,
      Consumer<Verdict> verdicts,
      Timing timing) {
    engine =
        new Engine<>(
            new Engine.Dialect<>(DeltaDiscoveryRequest::getTypeUrl, DeltaSubscription::new),
            source,
            client,
            verdicts,
            timing);
  }

  @Override
  public void request(DeltaDiscoveryRequest request) {
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
