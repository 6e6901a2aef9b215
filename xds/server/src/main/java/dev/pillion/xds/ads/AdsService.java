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
import io.grpc.Status;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;

/// The aggregated discovery service, for Envoys and for agents that forward their Envoys' streams.
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

  private final class Endpoint extends AggregatedDiscoveryServiceImplBase {
    @Override
    public StreamObserver<DeltaDiscoveryRequest> deltaAggregatedResources(
        StreamObserver<DeltaDiscoveryResponse> responses) {
      var call = (ServerCallStreamObserver<DeltaDiscoveryResponse>) responses;
      return new ProxyStream(Claim.current(), resources, proxies, timing, call);
    }

    @Override
    public StreamObserver<DiscoveryRequest> streamAggregatedResources(
        StreamObserver<DiscoveryResponse> responses) {
      responses.onError(
          Status.UNIMPLEMENTED
              .withDescription(
                  "ads_config: api_type GRPC (state of the world) is not served; set api_type:"
                      + " DELTA_GRPC in Envoy's bootstrap")
              .asRuntimeException());
      return new Ignored();
    }
  }

  /// The rest of a call that was refused.
  private static final class Ignored implements StreamObserver<DiscoveryRequest> {
    @Override
    public void onNext(DiscoveryRequest request) {}

    @Override
    public void onError(Throwable failure) {}

    @Override
    public void onCompleted() {}
  }
}
