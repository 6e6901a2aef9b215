package dev.pillion.delta;

import io.envoyproxy.envoy.service.discovery.v3.DeltaDiscoveryRequest;
import io.envoyproxy.envoy.service.discovery.v3.DeltaDiscoveryResponse;
import io.grpc.Status;
import io.grpc.stub.CallStreamObserver;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One client's delta stream: brings the client from whatever it holds to the newest snapshot,
/// without a moment in which it holds a name that leads nowhere.
public final class DeltaStream implements AutoCloseable {
  /*
   * The algorithm. A stream queues nothing. Each request, each change of the snapshot and each end
   * of a wait leads to a pass, and a pass asks, over and over, what lies between what the client
   * was told and what the snapshot holds now (Subscription.due) and which response is next
   * (Distance.next), until none is.
   *
   *  1. No pass before there is a snapshot: an empty answer would take everything from a client
   *     that outlived its server.
   *  2. Clusters, endpoints, listeners, routes, in this order; one unanswered response per type.
   *  3. Listeners and routes wait for the answer to the clusters. Envoy gives it when new clusters
   *     are warm, so a route never leads to a cluster without endpoints. After PATIENCE the wait
   *     ends, as clusters under health checks warm slowly; but never for a cluster not yet sent.
   *  4. Clusters and endpoints are removed once listeners and routes are answered, and accepted:
   *     what a refused route left in place may still name the cluster. A type that a client never
   *     asked for counts as answered when PATIENCE has passed since its first request, because one
   *     that comes back asks for its types one after the other.
   *  5. Envoy warms a changed cluster until it hears of its endpoints, but does not ask for them
   *     again: so they are sent again, even if they were refused before, since a refusal ends the
   *     warming too. If they have left the snapshot by then, those that it held when the cluster
   *     was sent are sent: to a cluster that warms, no endpoints is an answer like any other, and
   *     it would take the place of the one that serves.
   *  6. What was sent counts as told, refused or not, so nothing is sent twice on account of a
   *     refusal and everything can be removed. Envoy may drop all of a response for one bad
   *     resource in it; therefore a refused response of several is taken apart, and each part sent
   *     by itself, once.
   */

  /// How long one type waits for another.
  public static final Duration PATIENCE = Duration.ofSeconds(5);

  private static final Logger LOG = LoggerFactory.getLogger(DeltaStream.class);

  private final Supplier<Optional<Snapshot>> source;
  private final CallStreamObserver<DeltaDiscoveryResponse> client;
  private final Consumer<Verdict> verdicts;
  private final Timing timing;
  private final AtomicBoolean poked = new AtomicBoolean();

  /* The lock guards what follows and the calls to client and verdicts, neither of which blocks. */
  private final Object lock = new Object();
  private final Map<XdsType, Subscription> subscriptions = new EnumMap<>(XdsType.class);
  private long nonces;
  private boolean started;
  private boolean opened;
  private boolean closed;

  /// A stream that has heard nothing yet.
  ///
  /// @param source the snapshot to bring the client to; empty while it is not to be told anything
  /// @param client is sent the responses as long as it is ready
  /// @param verdicts hears each answer of the client; must neither block nor call this stream
  public DeltaStream(
      Supplier<Optional<Snapshot>> source,
      CallStreamObserver<DeltaDiscoveryResponse> client,
      Consumer<Verdict> verdicts,
      Timing timing) {
    this.source = source;
    this.client = client;
    this.verdicts = verdicts;
    this.timing = timing;
    for (XdsType type : XdsType.values()) {
      subscriptions.put(type, new Subscription(type));
    }
  }

  /// Takes in a request and answers it as far as it can be answered now. A type that is not served
  /// is passed over in silence, for Envoy would take an error for the end of all types.
  public void request(DeltaDiscoveryRequest request) {
    Optional<XdsType> type = XdsType.of(request.getTypeUrl());
    synchronized (lock) {
      start();
      if (type.isPresent()) {
        Subscription subscription = subscription(type.get());
        subscription.verdict(request, timing.clock().instant()).ifPresent(this::heed);
        subscription.ask(request);
        pass();
      }
    }
  }

  /// Says that the snapshot may have changed or that the client is ready for more. Never blocks;
  /// calls fold.
  public void changed() {
    if (poked.compareAndSet(false, true)) {
      timing
          .executor()
          .execute(() -> {
            poked.set(false);
            locked(this::pass);
          });
    }
  }

  /// Where the stream stands with each type asked for, in push order.
  public List<TypeStatus> status() {
    synchronized (lock) {
      Optional<Distance> distance = source.get().map(this::distance);
      var all = new ArrayList<TypeStatus>();
      subscriptions.forEach((type, subscription) -> {
        if (subscription.heard()) {
          boolean inSync = distance.map(d -> d.of(type).settled()).orElse(false);
          all.add(subscription.status(inSync));
        }
      });
      return List.copyOf(all);
    }
  }

  /// Sends nothing any more; the call itself is the caller's to end.
  @Override
  public void close() {
    locked(() -> closed = true);
  }

  private void start() {
    if (!started) {
      started = true;
      afterPatience(() -> opened = true);
    }
  }

  private void heed(Verdict verdict) {
    if (verdict.type() == XdsType.CDS) {
      subscription(XdsType.EDS).endPromises();
    }
    verdicts.accept(verdict);
  }

  private void pass() {
    try {
      while (!closed && client.isReady()) {
        Optional<Snapshot> snapshot = source.get();
        Optional<Push> next = snapshot.map(this::distance).flatMap(Distance::next);
        if (next.isEmpty()) {
          return;
        }
        send(next.get(), snapshot.get());
      }
    } catch (RuntimeException e) {
      LOG.error("xds stream ends for a defect; the client keeps what it has and reconnects", e);
      closed = true;
      client.onError(Status.INTERNAL.withDescription(e.toString()).asRuntimeException());
    }
  }

  private Distance distance(Snapshot to) {
    return Distance.measure(type -> subscription(type).due(to.of(type)), opened);
  }

  private void send(Push push, Snapshot snapshot) {
    String nonce = Long.toHexString(++nonces);
    if (push.type() == XdsType.CDS) {
      push.resources().forEach(cluster -> promiseEndpoints(cluster, snapshot));
      afterPatience(() -> subscription(XdsType.CDS).late(nonce));
    }
    subscription(push.type()).sent(push, nonce, timing.clock().instant());
    var response =
        DeltaDiscoveryResponse.newBuilder()
            .setTypeUrl(push.type().url())
            .setNonce(nonce)
            .setSystemVersionInfo(Long.toString(snapshot.version()))
            .addAllRemovedResources(push.removed());
    push.resources().forEach(resource -> response.addResources(resource.wire()));
    client.onNext(response.build());
  }

  private void promiseEndpoints(VersionedResource cluster, Snapshot snapshot) {
    EdsNames.of(cluster)
        .ifPresent(name -> {
          var endpoints = Optional.ofNullable(snapshot.of(XdsType.EDS).get(name));
          subscription(XdsType.EDS).promise(name, endpoints);
        });
  }

  private void afterPatience(Runnable end) {
    timing
        .alarm()
        .after(
            PATIENCE,
            () -> {
              locked(end);
              changed();
            });
  }

  private Subscription subscription(XdsType type) {
    return subscriptions.computeIfAbsent(type, Subscription::new);
  }

  private void locked(Runnable action) {
    synchronized (lock) {
      action.run();
    }
  }
}
