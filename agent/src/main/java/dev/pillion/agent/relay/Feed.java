package dev.pillion.agent.relay;

import com.google.protobuf.InvalidProtocolBufferException;
import dev.pillion.delta.Intake;
import dev.pillion.delta.Snapshot;
import dev.pillion.mesh.model.ProxyGroup;
import io.envoyproxy.envoy.config.core.v3.Node;
import io.envoyproxy.envoy.service.discovery.v3.DeltaDiscoveryRequest;
import io.envoyproxy.envoy.service.discovery.v3.DeltaDiscoveryResponse;
import io.grpc.Status;
import io.grpc.stub.ClientCallStreamObserver;
import io.grpc.stub.ClientResponseObserver;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What one proxy group's Envoys of one version are served on this host, kept up to date by one
/// stream to the server. While the server is away, the last of it stays; where there is none yet,
/// what an Envoy accepted last takes its place. Lives on the relays' thread.
final class Feed implements AutoCloseable {
  /// Whose it is.
  record Key(ProxyGroup group, String envoyVersion) {}

  /// What it works with.
  ///
  /// @param missing whether the server says that there is no such group
  record Context(
      Uplink uplink,
      LastGood lastGood,
      Predicate<ProxyGroup> missing,
      ScheduledExecutorService thread,
      String host) {}

  private static final Logger LOG = LoggerFactory.getLogger(Feed.class);
  private static final Duration FIRST_BACKOFF = Duration.ofMillis(100);
  private static final Duration LONGEST_BACKOFF = Duration.ofSeconds(2);
  // A server that is there has answered by then.
  private static final Duration SERVER_PATIENCE = Duration.ofMillis(500);
  private static final Duration DOUBT = Duration.ofSeconds(2);

  private final Key key;
  private final Node node;
  private final Context context;
  private final Set<Runnable> watches = new LinkedHashSet<>();
  private final Brake brake = new Brake();
  private Intake intake = new Intake();
  private Optional<Snapshot> served = Optional.empty();
  private boolean fromDisk;
  private long taken;
  private long doubted = -1;
  private String relay = "";
  private Duration backoff = FIRST_BACKOFF;
  private @Nullable Upstream upstream;
  private boolean closed;

  private Feed(Key key, Node node, Context context) {
    this.key = key;
    this.node = node;
    this.context = context;
  }

  static Feed start(Key key, Node node, Context context) {
    var feed = new Feed(key, node, context);
    feed.dial();
    feed.after(context.uplink().away() ? Duration.ZERO : SERVER_PATIENCE, feed::fallBack);
    return feed;
  }

  Key key() {
    return key;
  }

  /// What there is to serve.
  Optional<Snapshot> served() {
    return served;
  }

  /// The stream to the server, as its call's metadata name it.
  String relay() {
    return relay;
  }

  /// How many responses of that stream are in [#served].
  long taken() {
    return taken;
  }

  /// Where [#served] comes from.
  Source source() {
    if (served.isEmpty()) {
      return Source.NOTHING;
    }
    if (taken > 0) {
      return Source.SERVER;
    }
    return fromDisk ? Source.LAST_GOOD : Source.MEMORY;
  }

  /// Calls back when there is something else to serve.
  void watch(Runnable changed) {
    watches.add(changed);
  }

  void unwatch(Runnable changed) {
    watches.remove(changed);
  }

  @Override
  public void close() {
    closed = true;
    hangUp("no Envoy of the group is left on this host");
  }

  private void dial() {
    if (closed) {
      return;
    }
    relay = context.host() + "/" + Long.toHexString(ThreadLocalRandom.current().nextLong());
    taken = 0;
    var fresh = new Upstream();
    upstream = fresh;
    context.uplink().ads(key.group(), relay).deltaAggregatedResources(fresh);
    intake.open(node).forEach(fresh::say);
    // A server that has nothing new to say must still learn who is served from which stream.
    watches.forEach(Runnable::run);
  }

  private void hangUp(String why) {
    Upstream open = upstream;
    upstream = null;
    if (open != null) {
      open.cancel(why);
    }
  }

  private void dialAgain(Duration pause) {
    after(pause, this::dial);
  }

  private void take(DeltaDiscoveryResponse response) throws InvalidProtocolBufferException {
    Upstream open = upstream;
    var requests = intake.take(response);
    if (open != null) {
      requests.forEach(open::say);
    }
    backoff = FIRST_BACKOFF;
    if (intake.complete()) {
      intake.snapshot().ifPresent(this::offer);
    }
  }

  private void offer(Snapshot fresh) {
    boolean firstOfStream = taken == 0;
    if (firstOfStream && served.filter(held -> brake.holds(held, fresh)).isPresent()) {
      doubt(fresh);
      return;
    }
    serve(fresh, false);
    taken = intake.taken();
    watches.forEach(Runnable::run);
  }

  private void serve(Snapshot fresh, boolean kept) {
    served = Optional.of(fresh);
    fromDisk = kept;
  }

  private void doubt(Snapshot fresh) {
    if (doubted != fresh.version()) {
      doubted = fresh.version();
      warn(fresh);
    }
    hangUp("asked again");
    intake = new Intake();
    dialAgain(DOUBT);
  }

  private void warn(Snapshot fresh) {
    LOG.warn(
        "group={} xds=doubted mesh-version={} served-version={} problem=\"the server came back with"
            + " no listener or less than half of the clusters\" remedy=\"it is believed when it says"
            + " so again of no older mesh; if its store was lost, restore it (pillion store restore);"
            + " if this is what the mesh is to be, restart the agent and remove {}\"",
        key.group(),
        fresh.version(),
        served.map(Snapshot::version).orElse(0L),
        context.lastGood().folder());
  }

  private void fallBack() {
    if (closed || served.isPresent() || context.missing().test(key.group())) {
      return;
    }
    Optional<Snapshot> kept = context.lastGood().load(key.group());
    kept.ifPresent(snapshot -> {
      LOG.info(
          "group={} xds=last-good mesh-version={} reason=\"the server has not answered\"",
          key.group(),
          snapshot.version());
      serve(snapshot, true);
      watches.forEach(Runnable::run);
    });
  }

  private void ended(Upstream stream, Status why) {
    if (!stream.equals(upstream) || closed) {
      return;
    }
    upstream = null;
    taken = 0;
    LOG.info(
        "group={} xds=away relay={} status={} reason=\"{}\"",
        key.group(),
        relay,
        why.getCode(),
        why.getDescription());
    dialAgain(backoff);
    Duration longer = backoff.multipliedBy(2);
    backoff = longer.compareTo(LONGEST_BACKOFF) < 0 ? longer : LONGEST_BACKOFF;
    watches.forEach(Runnable::run);
  }

  private void after(Duration pause, Runnable action) {
    var _ = context.thread().schedule(action, pause.toMillis(), TimeUnit.MILLISECONDS);
  }

  private final class Upstream
      implements ClientResponseObserver<DeltaDiscoveryRequest, DeltaDiscoveryResponse> {
    private @Nullable ClientCallStreamObserver<DeltaDiscoveryRequest> requests;

    void say(DeltaDiscoveryRequest request) {
      ClientCallStreamObserver<DeltaDiscoveryRequest> open = requests;
      if (open != null) {
        open.onNext(request);
      }
    }

    void cancel(String why) {
      ClientCallStreamObserver<DeltaDiscoveryRequest> open = requests;
      if (open != null) {
        open.cancel(why, null);
      }
    }

    @Override
    public void beforeStart(ClientCallStreamObserver<DeltaDiscoveryRequest> stream) {
      requests = stream;
    }

    @Override
    public void onNext(DeltaDiscoveryResponse response) {
      if (!equals(upstream)) {
        return;
      }
      try {
        take(response);
      } catch (InvalidProtocolBufferException e) {
        LOG.error(
            "group={} xds=unreadable problem=\"{}\" remedy=\"run server and agent of versions that"
                + " work together\"",
            key.group(),
            e.getMessage());
        cancel("unreadable");
      }
    }

    @Override
    public void onError(Throwable failure) {
      ended(this, Status.fromThrowable(failure));
    }

    @Override
    public void onCompleted() {
      ended(this, Status.UNAVAILABLE.withDescription("the server closed the stream"));
    }
  }
}
