package dev.pillion.xds.ads;

import dev.pillion.delta.AdsStream;
import dev.pillion.delta.DeltaStream;
import dev.pillion.delta.Snapshot;
import dev.pillion.delta.Timing;
import dev.pillion.delta.Verdict;
import dev.pillion.delta.WorldStream;
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
record Dialect<Q, R>(String word, Function<Q, Node> node, Opening<Q, R> opening) {
  /// Opens the stream of a call.
  @FunctionalInterface
  interface Opening<Q, R> {
    AdsStream<Q> open(
        Supplier<Optional<Snapshot>> source,
        CallStreamObserver<R> client,
        Consumer<Verdict> verdicts,
        Timing timing);
  }

  static final Dialect<DeltaDiscoveryRequest, DeltaDiscoveryResponse> DELTA =
      new Dialect<>("delta", DeltaDiscoveryRequest::getNode, DeltaStream::new);

  static final Dialect<DiscoveryRequest, DiscoveryResponse> WORLD =
      new Dialect<>("state-of-the-world", DiscoveryRequest::getNode, WorldStream::new);
}
