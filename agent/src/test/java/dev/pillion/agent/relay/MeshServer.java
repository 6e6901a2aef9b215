package dev.pillion.agent.relay;

import dev.pillion.delta.AdsDialect;
import dev.pillion.delta.AdsStream;
import dev.pillion.delta.Snapshot;
import dev.pillion.delta.Timing;
import dev.pillion.delta.VersionedResource;
import dev.pillion.delta.XdsType;
import io.envoyproxy.envoy.config.cluster.v3.Cluster;
import io.envoyproxy.envoy.config.endpoint.v3.ClusterLoadAssignment;
import io.envoyproxy.envoy.config.listener.v3.Listener;
import io.envoyproxy.envoy.service.discovery.v3.AggregatedDiscoveryServiceGrpc.AggregatedDiscoveryServiceImplBase;
import io.envoyproxy.envoy.service.discovery.v3.DeltaDiscoveryRequest;
import io.envoyproxy.envoy.service.discovery.v3.DeltaDiscoveryResponse;
import io.grpc.Context;
import io.grpc.Contexts;
import io.grpc.Metadata;
import io.grpc.Server;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/// A server of delta streams, by the engine that the real one has, with a mesh that a test makes.
final class MeshServer extends AggregatedDiscoveryServiceImplBase implements AutoCloseable {
  private static final Context.Key<Metadata> HEADERS = Context.key("headers");

  private final List<Metadata> calls = new CopyOnWriteArrayList<>();
  private final List<AdsStream<DeltaDiscoveryRequest>> streams = new CopyOnWriteArrayList<>();
  private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor();
  private final Server server;
  private volatile Optional<Snapshot> snapshot = Optional.empty();

  /// @param port 0 for any
  MeshServer(int port) {
    server =
        NettyServerBuilder.forAddress(new InetSocketAddress(InetAddress.getLoopbackAddress(), port))
            .addService(this)
            .intercept(new Headers())
            .permitKeepAliveTime(10, TimeUnit.SECONDS)
            .build();
    try {
      server.start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  int port() {
    return server.getPort();
  }

  /// What each stream's call said in its metadata.
  List<Metadata> calls() {
    return calls;
  }

  /// A mesh of that version with these clusters, and a listener if there is any.
  MeshServer serves(long version, String... clusters) {
    return serves(version, 80, clusters);
  }

  /// The same, with the endpoint of each at a port.
  MeshServer serves(long version, int port, String... clusters) {
    Map<XdsType, SortedMap<String, VersionedResource>> all = new EnumMap<>(XdsType.class);
    for (XdsType type : XdsType.values()) {
      all.put(type, new TreeMap<>());
    }
    for (String name : clusters) {
      var cluster = Cluster.newBuilder().setName(name).setType(Cluster.DiscoveryType.EDS);
      put(all, XdsType.CDS, VersionedResource.of(name, cluster.build()));
      put(all, XdsType.EDS, VersionedResource.of(name, endpoints(name, port)));
    }
    if (clusters.length > 0) {
      var listener = Listener.newBuilder().setName("l").build();
      put(all, XdsType.LDS, VersionedResource.of("l", listener));
    }
    return serves(new Snapshot(version, all));
  }

  /// A mesh with no more than listeners.
  MeshServer serves(long version, SortedMap<String, VersionedResource> listeners) {
    return serves(new Snapshot(version, Map.of(XdsType.LDS, listeners)));
  }

  private MeshServer serves(Snapshot fresh) {
    snapshot = Optional.of(fresh);
    streams.forEach(AdsStream::changed);
    return this;
  }

  private static ClusterLoadAssignment endpoints(String name, int port) {
    var assignment = ClusterLoadAssignment.newBuilder().setClusterName(name);
    assignment
        .addEndpointsBuilder()
        .addLbEndpointsBuilder()
        .getEndpointBuilder()
        .getAddressBuilder()
        .getSocketAddressBuilder()
        .setAddress("127.0.0.1")
        .setPortValue(port);
    return assignment.build();
  }

  private static void put(
      Map<XdsType, SortedMap<String, VersionedResource>> all,
      XdsType type,
      VersionedResource resource) {
    all.computeIfAbsent(type, _ -> new TreeMap<>()).put(resource.name(), resource);
  }

  @Override
  public StreamObserver<DeltaDiscoveryRequest> deltaAggregatedResources(
      StreamObserver<DeltaDiscoveryResponse> responses) {
    calls.add(HEADERS.get());
    var call = (ServerCallStreamObserver<DeltaDiscoveryResponse>) responses;
    AdsStream<DeltaDiscoveryRequest> stream =
        AdsDialect.DELTA
            .opening()
            .open(() -> snapshot, call, _ -> {}, Timing.on(Runnable::run, thread));
    streams.add(stream);
    call.setOnReadyHandler(stream::changed);
    call.setOnCancelHandler(() -> streams.remove(stream));
    return new StreamObserver<>() {
      @Override
      public void onNext(DeltaDiscoveryRequest request) {
        stream.request(request);
      }

      @Override
      public void onError(Throwable gone) {
        streams.remove(stream);
      }

      @Override
      public void onCompleted() {
        streams.remove(stream);
        responses.onCompleted();
      }
    };
  }

  @Override
  public void close() {
    goes();
  }

  /// It is away, and its port free, when this returns.
  void goes() {
    thread.shutdownNow();
    try {
      server.shutdownNow().awaitTermination(5, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static final class Headers implements ServerInterceptor {
    @Override
    public <Q, R> ServerCall.Listener<Q> interceptCall(
        ServerCall<Q, R> call, Metadata headers, ServerCallHandler<Q, R> next) {
      return Contexts.interceptCall(
          Context.current().withValue(HEADERS, headers), call, headers, next);
    }
  }
}
