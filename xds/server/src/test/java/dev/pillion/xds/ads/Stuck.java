package dev.pillion.xds.ads;

import io.envoyproxy.envoy.service.discovery.v3.DeltaDiscoveryRequest;
import io.envoyproxy.envoy.service.discovery.v3.DeltaDiscoveryResponse;
import io.grpc.stub.ClientCallStreamObserver;
import io.grpc.stub.ClientResponseObserver;

/// A client that asks and never reads an answer.
final class Stuck implements ClientResponseObserver<DeltaDiscoveryRequest, DeltaDiscoveryResponse> {
  @Override
  public void beforeStart(ClientCallStreamObserver<DeltaDiscoveryRequest> call) {
    call.disableAutoRequestWithInitial(0);
  }

  @Override
  public void onNext(DeltaDiscoveryResponse response) {
    throw new AssertionError("was not asked for");
  }

  @Override
  public void onError(Throwable failure) {}

  @Override
  public void onCompleted() {}
}
