package dev.pillion.delta;

import io.envoyproxy.envoy.config.core.v3.Node;
import io.envoyproxy.envoy.service.discovery.v3.DeltaDiscoveryRequest;
import io.envoyproxy.envoy.service.discovery.v3.DeltaDiscoveryResponse;
import io.envoyproxy.envoy.service.discovery.v3.DiscoveryRequest;
import io.envoyproxy.envoy.service.discovery.v3.DiscoveryResponse;
import io.grpc.stub.CallStreamObserver;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;

/// One of the protocol's two dialects, as far as a call has to tell them apart.
///
/// @param word as status shows it
/// @param node who a request says it is from
public record AdsDialect<Q, R>(String word, Function<Q, Node> node, Opening<Q, R> opening) {
  /// Opens the stream of a call.
  @FunctionalInterface
  public interface Opening<Q, R> {
    /// As [DeltaStream#DeltaStream] does.
    AdsStream<Q> open(
        Supplier<Optional<Snapshot>> source,
        CallStreamObserver<R> client,
        Consumer<Verdict> verdicts,
        Timing timing);
  }

  /// The incremental one.
  public static final AdsDialect<DeltaDiscoveryRequest, DeltaDiscoveryResponse> DELTA =
      new AdsDialect<>("delta", DeltaDiscoveryRequest::getNode, DeltaStream::new);

  /// The one in which clusters and listeners are sent whole.
  public static final AdsDialect<DiscoveryRequest, DiscoveryResponse> WORLD =
      new AdsDialect<>("state-of-the-world", DiscoveryRequest::getNode, WorldStream::new);
}
