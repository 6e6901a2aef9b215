package dev.pillion.xds.ads;

import dev.pillion.delta.AdsDialect;
import dev.pillion.delta.AdsStream;
import dev.pillion.delta.Snapshot;
import dev.pillion.delta.Verdict;
import dev.pillion.mesh.model.ProxyGroup;
import dev.pillion.xds.snapshot.ProxyResources;
import io.envoyproxy.envoy.config.core.v3.Node;
import io.grpc.Status;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import java.lang.ref.WeakReference;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One call: learns from the first request who calls, then hands the requests to an [AdsStream].
/// gRPC calls its methods one at a time; a planned end comes from another thread.
final class ProxyStream<Q, R> implements StreamObserver<Q> {
  private static final Logger LOG = LoggerFactory.getLogger(ProxyStream.class);

  private final AdsDialect<Q, R> dialect;
  private final Caller caller;
  private final Claim claim;
  private final AdsService.Context context;
  private final Quarantines quarantines;
  private final ServerCallStreamObserver<R> responses;
  private final AtomicBoolean ended = new AtomicBoolean();
  private volatile @Nullable AdsStream<Q> stream;
  private volatile @Nullable ProxyConnection connection;

  ProxyStream(
      AdsDialect<Q, R> dialect,
      Caller caller,
      AdsService.Context context,
      Quarantines quarantines,
      ServerCallStreamObserver<R> responses) {
    this.dialect = dialect;
    this.caller = caller;
    this.claim = caller.claim();
    this.context = context;
    this.quarantines = quarantines;
    this.responses = responses;
    responses.setOnReadyHandler(this::ready);
    responses.setOnCancelHandler(() -> end("cancelled"));
  }

  @Override
  public void onNext(Q request) {
    if (ended.get()) {
      return;
    }
    AdsStream<Q> open = stream;
    if (open == null) {
      open = connect(dialect.node().apply(request)).orElse(null);
    }
    if (open != null) {
      open.request(request);
      if (caller.isRelay()) {
        relayed().asked(claim.relay());
      }
    }
  }

  @Override
  public void onError(Throwable failure) {
    end(Status.fromThrowable(failure).getCode().name());
  }

  @Override
  public void onCompleted() {
    if (end("completed")) {
      responses.onCompleted();
    }
  }

  private void ready() {
    AdsStream<Q> open = stream;
    if (open != null) {
      open.changed();
    }
  }

  private Optional<AdsStream<Q>> connect(Node node) {
    return switch (Entry.of(caller, node, context)) {
      case Entry.Refused(Status status, String problem) -> {
        refused(caller.isAgent() ? claim.node() : node.getId(), status, problem);
        ended.set(true);
        responses.onError(status.withDescription(problem).asRuntimeException());
        yield Optional.empty();
      }
      case Entry.Admitted(ProxyIdentity identity) -> Optional.of(connect(identity));
    };
  }

  private void refused(String nodeId, Status status, String problem) {
    int code = status.getCode().value();
    Instant now = context.timing().clock().instant();
    if (context.proxies().refusals().add(nodeId, claim.task(), code, problem, now)) {
      LOG.warn(
          "proxy=\"{}\" state=refused task={} code={} {}", nodeId, claim.task(), code, problem);
    }
  }

  private AdsStream<Q> connect(ProxyIdentity identity) {
    ProxyGroup group = identity.group();
    ProxyResources resources = context.resources();
    var log = new VerdictLog(identity, context.origins());
    var member = quarantines.join(identity, caller.isRelay(), this::ready);
    var opened =
        dialect
            .opening()
            .open(
                () -> snapshot(group).map(member::view),
                responses,
                // An agent takes whatever it is sent, which says nothing of an Envoy.
                caller.isRelay() ? _ -> {} : verdict -> heed(verdict, log, member),
                context.timing());
    var watch = resources.watch(group, opened::changed);
    var made =
        new ProxyConnection(
            identity,
            dialect.word(),
            context.timing().clock().instant(),
            opened,
            member,
            resources,
            watch);
    stream = opened;
    connection = made;
    list(made);
    limit();
    return opened;
  }

  private void list(ProxyConnection made) {
    ProxyIdentity identity = made.identity();
    context.proxies().refusals().remove(identity.nodeId(), identity.task());
    if (caller.isRelay()) {
      relayed().add(claim.relay(), made);
    } else {
      context.proxies().add(made);
    }
    String problem = ProxyConnection.problem(context.resources().of(identity.group()));
    LOG.info(
        "{} state=connected {} envoy={} dialect={}{}",
        subject(identity),
        caller.isRelay() ? "group=" + identity.group() : "task=" + identity.task(),
        identity.envoyVersion(),
        dialect.word(),
        problem.isEmpty() ? "" : " waits=\"" + problem + '"');
  }

  private RelayedProxies relayed() {
    return context.proxies().relayed();
  }

  private String subject(ProxyIdentity identity) {
    return caller.isRelay() ? "relay=" + claim.relay() : "proxy=" + identity.nodeId();
  }

  private static void heed(Verdict verdict, VerdictLog log, Quarantine.Member member) {
    log.log(verdict);
    member.heed(verdict);
  }

  /// Ends a stream that no agent opened after its time; the proxy dials again at once.
  private void limit() {
    AdsRules rules = context.rules();
    if (!caller.isAgent() && rules.streamTime().isPositive()) {
      // Held weakly: the time may outlast the stream by far.
      var open = new WeakReference<>(this);
      context.timing().alarm().after(rules.oneStreamTime(), () -> endAsPlanned(open.get()));
    }
  }

  private static void endAsPlanned(@Nullable ProxyStream<?, ?> open) {
    if (open != null && open.end("planned")) {
      open.responses.onCompleted();
    }
  }

  private Optional<Snapshot> snapshot(ProxyGroup group) {
    return switch (context.resources().of(group)) {
      case ProxyResources.Answer.Ready(Snapshot snapshot) -> Optional.of(snapshot);
      case ProxyResources.Answer.NotYet _, ProxyResources.Answer.Unknown _ -> Optional.empty();
    };
  }

  /// False if it had ended before. Afterwards nothing is sent.
  private boolean end(String reason) {
    boolean first = ended.compareAndSet(false, true);
    ProxyConnection closed = connection;
    if (first && closed != null) {
      closed.close();
      if (caller.isRelay()) {
        relayed().remove(claim.relay(), closed);
      } else {
        context.proxies().remove(closed);
      }
      // Last, so that nobody speaks for it afterwards.
      quarantines.leave(closed.identity(), closed.quarantine());
      LOG.info(
          "{} state=disconnected reason={} after={}",
          subject(closed.identity()),
          reason,
          Duration.between(closed.connected(), context.timing().clock().instant()));
    }
    return first;
  }
}
