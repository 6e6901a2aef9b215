package dev.pillion.xds.ads;

import dev.pillion.delta.Timing;
import dev.pillion.xds.snapshot.ProxyResources;
import io.envoyproxy.envoy.service.discovery.v3.AggregatedDiscoveryServiceGrpc.AggregatedDiscoveryServiceImplBase;
import io.envoyproxy.envoy.service.discovery.v3.DeltaDiscoveryRequest;
import io.envoyproxy.envoy.service.discovery.v3.DeltaDiscoveryResponse;
import io.envoyproxy.envoy.service.discovery.v3.DiscoveryRequest;
import io.envoyproxy.envoy.service.discovery.v3.DiscoveryResponse;
import io.grpc.ServerInterceptors;
import io.grpc.ServerServiceDefinition;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;

/// The aggregated discovery service in both of its dialects, for Envoys and for agents that forward
/// their Envoys' streams.
public final class AdsService {
  private final ProxyResources resources;
  private final Proxies proxies;
  private final Timing timing;

  /// Serves what `resources` holds, and keeps `proxies`.
  public AdsService(ProxyResources resources, Proxies proxies, Timing timing) {
    this.resources = resources;
    this.proxies = proxies;
    this.timing = timing;
  }

  /// What to add to a gRPC server; see [AdsTransport] for the server's own settings.
  public ServerServiceDefinition definition() {
    return ServerInterceptors.intercept(new Endpoint(), new Claim.Reader());
  }

  private <Q, R> StreamObserver<Q> open(Dialect<Q, R> dialect, StreamObserver<R> responses) {
    var call = (ServerCallStreamObserver<R>) responses;
    return new ProxyStream<>(dialect, Claim.current(), resources, proxies, timing, call);
  }

  private final class Endpoint extends AggregatedDiscoveryServiceImplBase {
    @Override
    public StreamObserver<DeltaDiscoveryRequest> deltaAggregatedResources(
        StreamObserver<DeltaDiscoveryResponse> responses) {
      return open(Dialect.DELTA, responses);
    }

    @Override
    public StreamObserver<DiscoveryRequest> streamAggregatedResources(
        StreamObserver<DiscoveryResponse> responses) {
      return open(Dialect.WORLD, responses);
    }
  }
}
