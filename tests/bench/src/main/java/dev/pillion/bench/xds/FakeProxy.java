package dev.pillion.bench.xds;

import com.google.protobuf.Any;
import dev.pillion.delta.XdsType;
import io.envoyproxy.envoy.config.core.v3.Node;
import io.envoyproxy.envoy.service.discovery.v3.AggregatedDiscoveryServiceGrpc;
import io.grpc.ManagedChannel;
import io.grpc.Status;
import io.grpc.stub.StreamObserver;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Asks as Envoy does and accepts everything: clusters first, their acceptance withheld until all
/// their endpoints are there, then listeners and the route tables that they name. gRPC calls its
/// methods one at a time.
final class FakeProxy<Q, R> implements StreamObserver<R> {
  /// Hears of what comes of a proxy.
  interface Listener {
    void configured(int proxy);

    void failed(int proxy, Status status);

    /// The change that is being measured, if any.
    @Nullable Watch watch();
  }

  private final int number;
  private final Speech<Q, R> speech;
  private final Listener listener;
  private final Map<XdsType, Set<String>> asked = new EnumMap<>(XdsType.class);
  private final Map<XdsType, Set<String>> got = new EnumMap<>(XdsType.class);
  private final StreamObserver<Q> server;
  private Node node;
  private @Nullable R withheld;
  private boolean listening;
  private boolean configured;

  FakeProxy(int number, Speech<Q, R> speech, ManagedChannel channel, Listener listener) {
    this.number = number;
    this.speech = speech;
    this.listener = listener;
    this.node =
        Node.newBuilder()
            .setId("mesh/%s/virtualNode/front/%d".formatted(Content.MESH, number))
            .build();
    this.server = speech.open(AggregatedDiscoveryServiceGrpc.newStub(channel), this);
  }

  /// Sends its first request.
  void begin() {
    ask(XdsType.CDS, List.of());
  }

  @Override
  public void onNext(R response) {
    XdsType type = speech.type(response);
    var leads = new ArrayList<String>();
    Watch watch = listener.watch();
    boolean found = false;
    for (Any resource : speech.resources(response)) {
      Names names = Names.of(type, resource);
      of(got, type).add(names.own());
      leads.addAll(names.leads());
      found |= watch != null && watch.finds(type, resource.getValue());
    }
    switch (type) {
      case CDS -> {
        withheld = response;
        askMore(XdsType.EDS, leads);
      }
      case LDS -> {
        accept(response);
        askMore(XdsType.RDS, leads);
      }
      case EDS, SDS, RDS -> accept(response);
    }
    acceptClusters();
    if (found && watch != null) {
      watch.reached(number);
    }
    if (!configured && listening && has(XdsType.RDS) && !of(got, XdsType.LDS).isEmpty()) {
      configured = true;
      listener.configured(number);
    }
  }

  private void acceptClusters() {
    R clusters = withheld;
    if (clusters == null || !has(XdsType.EDS)) {
      return;
    }
    withheld = null;
    accept(clusters);
    if (!listening) {
      listening = true;
      ask(XdsType.LDS, List.of());
    }
  }

  private boolean has(XdsType type) {
    return of(got, type).containsAll(of(asked, type));
  }

  private void askMore(XdsType type, List<String> leads) {
    List<String> more = leads.stream().filter(of(asked, type)::add).toList();
    if (!more.isEmpty()) {
      ask(type, more);
    }
  }

  private void ask(XdsType type, List<String> more) {
    server.onNext(speech.ask(type, of(asked, type), more, node));
    // Envoy says it once.
    node = Node.getDefaultInstance();
  }

  private void accept(R response) {
    server.onNext(speech.accept(response, of(asked, speech.type(response))));
  }

  private static Set<String> of(Map<XdsType, Set<String>> names, XdsType type) {
    return names.computeIfAbsent(type, _ -> new LinkedHashSet<>());
  }

  @Override
  public void onError(Throwable failure) {
    listener.failed(number, Status.fromThrowable(failure));
  }

  @Override
  public void onCompleted() {
    listener.failed(number, Status.OK);
  }
}
