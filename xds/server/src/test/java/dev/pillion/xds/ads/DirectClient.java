package dev.pillion.xds.ads;

import com.google.rpc.Status;
import dev.pillion.delta.XdsType;
import io.envoyproxy.envoy.config.core.v3.BuildVersion;
import io.envoyproxy.envoy.config.core.v3.Node;
import io.envoyproxy.envoy.service.discovery.v3.AggregatedDiscoveryServiceGrpc;
import io.envoyproxy.envoy.service.discovery.v3.DeltaDiscoveryRequest;
import io.envoyproxy.envoy.service.discovery.v3.DeltaDiscoveryResponse;
import io.envoyproxy.envoy.type.v3.SemanticVersion;
import io.grpc.ManagedChannel;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import io.grpc.stub.StreamObserver;

/// A proxy that dials the server itself and asks for all clusters.
final class DirectClient implements AutoCloseable {
  private final Replies<DeltaDiscoveryResponse> replies = new Replies<>();
  private final ManagedChannel channel;
  private final StreamObserver<DeltaDiscoveryRequest> requests;

  DirectClient(int port, String nodeId) {
    channel = NettyChannelBuilder.forAddress("127.0.0.1", port).usePlaintext().build();
    requests = AggregatedDiscoveryServiceGrpc.newStub(channel).deltaAggregatedResources(replies);
    var version = SemanticVersion.newBuilder().setMajorNumber(1).setMinorNumber(40);
    var node =
        Node.newBuilder()
            .setId(nodeId)
            .setUserAgentBuildVersion(BuildVersion.newBuilder().setVersion(version));
    requests.onNext(request().setNode(node).build());
  }

  DeltaDiscoveryResponse next() throws InterruptedException {
    return replies.next();
  }

  void accepts(DeltaDiscoveryResponse response) {
    requests.onNext(request().setResponseNonce(response.getNonce()).build());
  }

  void refuses(DeltaDiscoveryResponse response, String error) {
    requests.onNext(
        request()
            .setResponseNonce(response.getNonce())
            .setErrorDetail(Status.newBuilder().setCode(13).setMessage(error))
            .build());
  }

  private static DeltaDiscoveryRequest.Builder request() {
    return DeltaDiscoveryRequest.newBuilder().setTypeUrl(XdsType.CDS.url());
  }

  @Override
  public void close() {
    channel.shutdownNow();
  }
}
