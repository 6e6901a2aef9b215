package dev.pillion.delta;

import io.grpc.Status;
import io.grpc.stub.CallStreamObserver;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// How a client is brought to the newest snapshot, in either dialect of the protocol.
///
/// @param <Q> the dialect's requests
/// @param <R> the dialect's responses
final class Engine<Q, R> implements AdsStream<Q> {
  /*
   * The algorithm. A stream queues nothing. Each request, each change of the snapshot and each end
   * of a wait leads to a pass, and a pass asks, over and over, what lies between what the client
   * was told and what the snapshot holds now (Subscription.due) and which response is next
   * (Distance.next), until none is.
   *
   *  1. No pass before there is a snapshot: an empty answer would take everything from a client
   *     that outlived its server.
   *  2. Clusters, endpoints, secrets, listeners, routes, in this order; one unanswered response per
   *     type.
   *  3. Listeners and routes wait for the answer to the clusters. Envoy gives it when new clusters
   *     are warm, which takes their endpoints and secrets, so a route never leads to a cluster
   *     without them. After PATIENCE the wait ends, as clusters under health checks warm slowly;
   *     but never for a cluster not yet sent.
   *  4. Clusters and endpoints are removed once listeners and routes are answered, and accepted:
   *     what a refused route left in place may still name the cluster. A type that a client never
   *     asked for counts as answered when PATIENCE has passed since its first request, because one
   *     that comes back asks for its types one after the other.
   *  5. Envoy warms a changed cluster until it hears of its endpoints, but does not ask for them
   *     again: so they are sent again, even if they were refused before, since a refusal ends the
   *     warming too. If they have left the snapshot by then, those that it held when the cluster
   *     was sent are sent: to a cluster that warms, no endpoints is an answer like any other, and
   *     it would take the place of the one that serves. A secret need not be sent again, as Envoy
   *     has it at hand for whatever names it; but one that leaves the snapshot before the client
   *     has asked for it is sent in the same way, since being told of none ends the warming.
   *  6. What was sent counts as told, refused or not, so nothing is sent twice on account of a
   *     refusal and everything can be removed. Envoy may drop all of a response for one bad
   *     resource in it; therefore a refused response of several is taken apart, and each part sent
   *     by itself, once; of endpoints before any listener or route.
   *
   * Both dialects follow it. What a subscription makes of a push is the dialect's: in the state of
   * the world, clusters and listeners are sent whole, so one that is to be removed later stays in
   * every response until then, and a refused one of theirs is halved until the bad part is found.
   */

  /// How long one type waits for another.
  static final Duration PATIENCE = Duration.ofSeconds(5);

  private static final Logger LOG = LoggerFactory.getLogger(Engine.class);

  /// What tells the dialects apart.
  record Dialect<Q, R>(
      Function<Q, String> typeUrl, Function<XdsType, Subscription<Q, R>> subscription) {}

  private final Dialect<Q, R> dialect;
  private final Supplier<Optional<Snapshot>> source;
  private final CallStreamObserver<R> client;
  private final Consumer<Verdict> verdicts;
  private final Timing timing;
  private final AtomicBoolean poked = new AtomicBoolean();

  /* The lock guards what follows and the calls to client and verdicts, neither of which blocks. */
  private final Object lock = new Object();
  private final Map<XdsType, Subscription<Q, R>> subscriptions = new EnumMap<>(XdsType.class);
  private long nonces;
  private boolean started;
  private boolean opened;
  private boolean closed;

  Engine(
      Dialect<Q, R> dialect,
      Supplier<Optional<Snapshot>> source,
      CallStreamObserver<R> client,
      Consumer<Verdict> verdicts,
      Timing timing) {
    this.dialect = dialect;
    this.source = source;
    this.client = client;
    this.verdicts = verdicts;
    this.timing = timing;
    for (XdsType type : XdsType.values()) {
      subscriptions.put(type, dialect.subscription().apply(type));
    }
  }

  @Override
  public void request(Q request) {
    Optional<XdsType> type = XdsType.of(dialect.typeUrl().apply(request));
    synchronized (lock) {
      start();
      if (type.isPresent()) {
        Subscription<Q, R> subscription = subscription(type.get());
        subscription.verdict(request, timing.clock().instant()).ifPresent(this::heed);
        subscription.ask(request);
        pass();
      }
    }
  }

  @Override
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

  @Override
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

  @Override
  public List<ResourceStatus> resources() {
    synchronized (lock) {
      return subscriptions.values().stream().flatMap(s -> s.resources().stream()).toList();
    }
  }

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
    if (answered(XdsType.CDS) && answered(XdsType.LDS)) {
      subscription(XdsType.SDS).endPromises();
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
    return Distance.measure(type -> subscription(type).due(to.of(type), to.step(type)), opened);
  }

  private void send(Push push, Snapshot snapshot) {
    String nonce = Long.toHexString(++nonces);
    push.resources().forEach(resource -> promise(resource.needs(), snapshot));
    if (push.type() == XdsType.CDS) {
      afterPatience(() -> subscription(XdsType.CDS).exchange().late(nonce));
    }
    Instant now = timing.clock().instant();
    client.onNext(subscription(push.type()).send(push, nonce, now, snapshot.version()));
  }

  private void promise(Needs needs, Snapshot snapshot) {
    needs
        .endpoints()
        .ifPresent(name -> {
          subscription(XdsType.EDS).promise(name, snapshot.find(XdsType.EDS, name));
          subscription(XdsType.EDS).owe(name);
        });
    needs
        .secrets()
        .forEach(name -> subscription(XdsType.SDS).promise(name, snapshot.find(XdsType.SDS, name)));
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

  private boolean answered(XdsType type) {
    return subscription(type).exchange().answer() == Due.Answer.RECEIVED;
  }

  private Subscription<Q, R> subscription(XdsType type) {
    return subscriptions.computeIfAbsent(type, dialect.subscription());
  }

  private void locked(Runnable action) {
    synchronized (lock) {
      action.run();
    }
  }
}
