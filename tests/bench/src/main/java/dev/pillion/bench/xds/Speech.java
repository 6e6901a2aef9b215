package dev.pillion.bench.xds;

import com.google.protobuf.Any;
import dev.pillion.delta.XdsType;
import io.envoyproxy.envoy.config.core.v3.Node;
import io.envoyproxy.envoy.service.discovery.v3.AggregatedDiscoveryServiceGrpc.AggregatedDiscoveryServiceStub;
import io.envoyproxy.envoy.service.discovery.v3.DeltaDiscoveryRequest;
import io.envoyproxy.envoy.service.discovery.v3.DeltaDiscoveryResponse;
import io.envoyproxy.envoy.service.discovery.v3.DiscoveryRequest;
import io.envoyproxy.envoy.service.discovery.v3.DiscoveryResponse;
import io.envoyproxy.envoy.service.discovery.v3.Resource;
import io.grpc.stub.StreamObserver;
import java.util.Collection;
import java.util.List;

/// One of the protocol's two dialects.
///
/// @param <Q> its requests
/// @param <R> its responses
interface Speech<Q, R> {
  StreamObserver<Q> open(AggregatedDiscoveryServiceStub stub, StreamObserver<R> proxy);

  /// Asks for more names of a type.
  ///
  /// @param names all that the proxy asks for
  /// @param more those of them that are new
  Q ask(XdsType type, Collection<String> names, Collection<String> more, Node node);

  /// Accepts a response.
  ///
  /// @param names all that the proxy asks for of its type
  Q accept(R response, Collection<String> names);

  XdsType type(R response);

  List<Any> resources(R response);

  /// What changed is sent.
  final class Delta implements Speech<DeltaDiscoveryRequest, DeltaDiscoveryResponse> {
    @Override
    public StreamObserver<DeltaDiscoveryRequest> open(
        AggregatedDiscoveryServiceStub stub, StreamObserver<DeltaDiscoveryResponse> proxy) {
      return stub.deltaAggregatedResources(proxy);
    }

    @Override
    public DeltaDiscoveryRequest ask(
        XdsType type, Collection<String> names, Collection<String> more, Node node) {
      return DeltaDiscoveryRequest.newBuilder()
          .setNode(node)
          .setTypeUrl(type.url())
          .addAllResourceNamesSubscribe(more)
          .build();
    }

    @Override
    public DeltaDiscoveryRequest accept(DeltaDiscoveryResponse response, Collection<String> names) {
      return DeltaDiscoveryRequest.newBuilder()
          .setTypeUrl(response.getTypeUrl())
          .setResponseNonce(response.getNonce())
          .build();
    }

    @Override
    public XdsType type(DeltaDiscoveryResponse response) {
      return XdsType.of(response.getTypeUrl()).orElseThrow();
    }

    @Override
    public List<Any> resources(DeltaDiscoveryResponse response) {
      return response.getResourcesList().stream().map(Resource::getResource).toList();
    }
  }

  /// The state of the world.
  final class World implements Speech<DiscoveryRequest, DiscoveryResponse> {
    @Override
    public StreamObserver<DiscoveryRequest> open(
        AggregatedDiscoveryServiceStub stub, StreamObserver<DiscoveryResponse> proxy) {
      return stub.streamAggregatedResources(proxy);
    }

    @Override
    public DiscoveryRequest ask(
        XdsType type, Collection<String> names, Collection<String> more, Node node) {
      return DiscoveryRequest.newBuilder()
          .setNode(node)
          .setTypeUrl(type.url())
          .addAllResourceNames(names)
          .build();
    }

    @Override
    public DiscoveryRequest accept(DiscoveryResponse response, Collection<String> names) {
      return DiscoveryRequest.newBuilder()
          .setTypeUrl(response.getTypeUrl())
          .setVersionInfo(response.getVersionInfo())
          .setResponseNonce(response.getNonce())
          .addAllResourceNames(names)
          .build();
    }

    @Override
    public XdsType type(DiscoveryResponse response) {
      return XdsType.of(response.getTypeUrl()).orElseThrow();
    }

    @Override
    public List<Any> resources(DiscoveryResponse response) {
      return response.getResourcesList();
    }
  }
}
