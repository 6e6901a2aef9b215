package dev.pillion.xds.ads;

import dev.pillion.delta.XdsType;
import io.envoyproxy.envoy.config.core.v3.BuildVersion;
import io.envoyproxy.envoy.config.core.v3.Node;
import io.envoyproxy.envoy.service.discovery.v3.AggregatedDiscoveryServiceGrpc;
import io.envoyproxy.envoy.service.discovery.v3.DeltaDiscoveryRequest;
import io.envoyproxy.envoy.service.discovery.v3.DeltaDiscoveryResponse;
import io.envoyproxy.envoy.type.v3.SemanticVersion;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import io.grpc.stub.MetadataUtils;
import io.grpc.stub.StreamObserver;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;

/// An agent's relay: keeps what it is sent, and accepts it at once.
final class RelayClient implements AutoCloseable {
  private final ManagedChannel channel;
  private final StreamObserver<DeltaDiscoveryRequest> requests;
  private final String name;
  private final Map<String, String> versions = new TreeMap<>();
  private final AtomicLong taken = new AtomicLong();
  private final CompletableFuture<String> end = new CompletableFuture<>();
  private boolean introduced;

  /// @param name the stream's, which no other has
  RelayClient(int port, String group, String name) {
    this.name = name;
    var headers = new Metadata();
    headers.put(Claim.NODE, group);
    headers.put(Claim.RELAY, name);
    channel = NettyChannelBuilder.forAddress("127.0.0.1", port).usePlaintext().build();
    requests =
        AggregatedDiscoveryServiceGrpc.newStub(channel)
            .withInterceptors(MetadataUtils.newAttachHeadersInterceptor(headers))
            .deltaAggregatedResources(new Taking());
  }

  /// Asks for all of a type, or for these names.
  synchronized RelayClient asks(XdsType type, String... names) {
    return resumes(type, Map.of(), names);
  }

  /// The same, as one that holds these versions already.
  synchronized RelayClient resumes(XdsType type, Map<String, String> held, String... names) {
    var request =
        DeltaDiscoveryRequest.newBuilder()
            .setTypeUrl(type.url())
            .putAllInitialResourceVersions(held);
    for (String asked : names) {
      request.addResourceNamesSubscribe(asked);
    }
    if (!introduced) {
      introduced = true;
      request.setNode(node());
    }
    held.forEach((resource, version) -> versions.put(type + " " + resource, version));
    requests.onNext(request.build());
    return this;
  }

  String name() {
    return name;
  }

  /// How many responses it has had.
  long taken() {
    return taken.get();
  }

  /// The version of what it holds; empty if it does not.
  synchronized String version(XdsType type, String resource) {
    return versions.getOrDefault(type + " " + resource, "");
  }

  boolean isOpen() {
    return !end.isDone();
  }

  private static Node node() {
    var version = SemanticVersion.newBuilder().setMajorNumber(1).setMinorNumber(40);
    return Node.newBuilder()
        .setId("an Envoy's own word")
        .setUserAgentBuildVersion(BuildVersion.newBuilder().setVersion(version))
        .build();
  }

  private synchronized void take(DeltaDiscoveryResponse response) {
    XdsType type = XdsType.of(response.getTypeUrl()).orElseThrow();
    response
        .getResourcesList()
        .forEach(found -> versions.put(type + " " + found.getName(), found.getVersion()));
    response.getRemovedResourcesList().forEach(gone -> versions.remove(type + " " + gone));
    requests.onNext(
        DeltaDiscoveryRequest.newBuilder()
            .setTypeUrl(response.getTypeUrl())
            .setResponseNonce(response.getNonce())
            .build());
    taken.incrementAndGet();
  }

  @Override
  public void close() {
    channel.shutdownNow();
  }

  private final class Taking implements StreamObserver<DeltaDiscoveryResponse> {
    @Override
    public void onNext(DeltaDiscoveryResponse response) {
      take(response);
    }

    @Override
    public void onError(Throwable failure) {
      end.complete(failure.toString());
    }

    @Override
    public void onCompleted() {
      end.complete("completed");
    }
  }
}
