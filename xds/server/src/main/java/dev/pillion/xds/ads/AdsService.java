package dev.pillion.xds.ads;

import dev.pillion.delta.AdsDialect;
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

/// The aggregated discovery service in both of its dialects, for Envoys and for agents, which serve
/// their Envoys from what they are sent or forward their streams.
public final class AdsService {
  /// What the service works with.
  ///
  /// @param resources what there is to serve
  /// @param proxies is kept up to date
  /// @param origins names what a refused resource was made from
  public record Context(
      ProxyResources resources,
      Proxies proxies,
      Origins origins,
      Doorkeeper doorkeeper,
      AdsRules rules,
      Timing timing) {}

  private final Context context;
  private final Quarantines quarantines = new Quarantines();

  /// A service that nobody has called yet.
  public AdsService(Context context) {
    this.context = context;
  }

  /// What to add to a gRPC server; see [AdsTransport] for the server's own settings.
  public ServerServiceDefinition definition() {
    return ServerInterceptors.intercept(new Endpoint(), new Caller.Reader());
  }

  private <Q, R> StreamObserver<Q> open(AdsDialect<Q, R> dialect, StreamObserver<R> responses) {
    var call = (ServerCallStreamObserver<R>) responses;
    return new ProxyStream<>(dialect, Caller.current(), context, quarantines, call);
  }

  private final class Endpoint extends AggregatedDiscoveryServiceImplBase {
    @Override
    public StreamObserver<DeltaDiscoveryRequest> deltaAggregatedResources(
        StreamObserver<DeltaDiscoveryResponse> responses) {
      return open(AdsDialect.DELTA, responses);
    }

    @Override
    public StreamObserver<DiscoveryRequest> streamAggregatedResources(
        StreamObserver<DiscoveryResponse> responses) {
      return open(AdsDialect.WORLD, responses);
    }
  }
}
