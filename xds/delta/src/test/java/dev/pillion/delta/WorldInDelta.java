package dev.pillion.delta;

import com.google.protobuf.Any;
import com.google.protobuf.Message;
import io.envoyproxy.envoy.service.discovery.v3.DeltaDiscoveryRequest;
import io.envoyproxy.envoy.service.discovery.v3.DeltaDiscoveryResponse;
import io.envoyproxy.envoy.service.discovery.v3.DiscoveryRequest;
import io.envoyproxy.envoy.service.discovery.v3.DiscoveryResponse;
import io.grpc.stub.CallStreamObserver;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.function.Supplier;

/// A state-of-the-world stream in the words of the incremental dialect, so that one client plays
/// both: what a whole response lacks counts as removed by it.
final class WorldInDelta implements AdsStream<DeltaDiscoveryRequest> {
  private static final class Talk {
    private final Set<String> names = new TreeSet<>();
    private final Set<String> seen = new TreeSet<>();
    private final Map<String, String> versions = new HashMap<>();
    private String version = "";
    private String nonce = "";
  }

  private final Map<XdsType, Talk> talks = new EnumMap<>(XdsType.class);
  private final CallStreamObserver<DeltaDiscoveryResponse> client;
  private final WorldStream stream;

  WorldInDelta(
      Supplier<Optional<Snapshot>> source,
      CallStreamObserver<DeltaDiscoveryResponse> client,
      Consumer<Verdict> verdicts,
      Timing timing) {
    this.client = client;
    stream = new WorldStream(source, new Wire(), verdicts, timing);
  }

  @Override
  public void request(DeltaDiscoveryRequest request) {
    Optional<XdsType> known = XdsType.of(request.getTypeUrl());
    if (known.isEmpty()) {
      stream.request(DiscoveryRequest.newBuilder().setTypeUrl(request.getTypeUrl()).build());
      return;
    }
    Talk talk = talk(known.get());
    talk.seen.addAll(request.getInitialResourceVersionsMap().keySet());
    talk.names.removeAll(request.getResourceNamesUnsubscribeList());
    talk.names.addAll(request.getResourceNamesSubscribeList());
    String nonce = request.getResponseNonce();
    if (!nonce.isEmpty()) {
      talk.nonce = nonce;
      if (!request.hasErrorDetail()) {
        talk.version = talk.versions.getOrDefault(nonce, talk.version);
      }
    }
    var world =
        DiscoveryRequest.newBuilder()
            .setTypeUrl(request.getTypeUrl())
            .setVersionInfo(talk.version)
            .setResponseNonce(talk.nonce)
            .addAllResourceNames(talk.names);
    if (request.hasErrorDetail()) {
      world.setErrorDetail(request.getErrorDetail());
    }
    stream.request(world.build());
  }

  private DeltaDiscoveryResponse delta(DiscoveryResponse response) {
    XdsType type = XdsType.of(response.getTypeUrl()).orElseThrow();
    Talk talk = talk(type);
    talk.versions.put(response.getNonce(), response.getVersionInfo());
    var delta =
        DeltaDiscoveryResponse.newBuilder()
            .setTypeUrl(response.getTypeUrl())
            .setNonce(response.getNonce());
    var names = new TreeSet<String>();
    for (Any resource : response.getResourcesList()) {
      Message message = Messages.parse(type, resource.getValue());
      names.add(Messages.name(message));
      delta.addResources(VersionedResource.of(Messages.name(message), message).wire());
    }
    if (type.wholesale()) {
      talk.seen.stream().filter(name -> !names.contains(name)).forEach(delta::addRemovedResources);
    }
    talk.seen.addAll(names);
    return delta.build();
  }

  private Talk talk(XdsType type) {
    return talks.computeIfAbsent(type, _ -> new Talk());
  }

  @Override
  public void changed() {
    stream.changed();
  }

  @Override
  public List<TypeStatus> status() {
    return stream.status();
  }

  @Override
  public List<ResourceStatus> resources() {
    return stream.resources();
  }

  @Override
  public long responses() {
    return stream.responses();
  }

  @Override
  public void close() {
    stream.close();
  }

  private final class Wire extends CallStreamObserver<DiscoveryResponse> {
    @Override
    public boolean isReady() {
      return client.isReady();
    }

    @Override
    public void onNext(DiscoveryResponse response) {
      client.onNext(delta(response));
    }

    @Override
    public void onError(Throwable cause) {
      client.onError(cause);
    }

    @Override
    public void onCompleted() {}

    @Override
    public void setOnReadyHandler(Runnable handler) {}

    @Override
    public void disableAutoInboundFlowControl() {}

    @Override
    public void request(int count) {}

    @Override
    public void setMessageCompression(boolean enable) {}
  }
}
