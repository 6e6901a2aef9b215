package dev.pillion.agent.relay;

import dev.pillion.agent.relay.Relays.TaskProxy;
import dev.pillion.delta.AdsDialect;
import dev.pillion.delta.AdsStream;
import dev.pillion.delta.TypeStatus;
import dev.pillion.delta.Verdict;
import dev.pillion.delta.VersionedResource;
import io.grpc.Status;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One stream of a task's Envoy.
final class EnvoyStream<Q, R> implements StreamObserver<Q> {
  private static final Logger LOG = LoggerFactory.getLogger(EnvoyStream.class);

  /// What its first request opens.
  private record Open<Q>(AdsStream<Q> stream, Feed feed, Instant since, Runnable watch) {}

  private final AdsDialect<Q, R> dialect;
  private final TaskProxy proxy;
  private final Station station;
  private final ServerCallStreamObserver<R> responses;
  private @Nullable Open<Q> open;
  private boolean ended;

  EnvoyStream(
      AdsDialect<Q, R> dialect,
      TaskProxy proxy,
      Station station,
      ServerCallStreamObserver<R> responses) {
    this.dialect = dialect;
    this.proxy = proxy;
    this.station = station;
    this.responses = responses;
    responses.setOnReadyHandler(this::changed);
    responses.setOnCancelHandler(() -> end("cancelled"));
  }

  @Override
  public void onNext(Q request) {
    if (!ended) {
      Open<Q> serving = open;
      if (serving == null) {
        serving = connect(request);
        open = serving;
        station.add(this);
      }
      serving.stream().request(request);
      station.tell();
    }
  }

  private Open<Q> connect(Q first) {
    Feed feed = station.feed(proxy.group(), dialect.node().apply(first));
    AdsStream<Q> stream =
        dialect.opening().open(feed::served, responses, this::heed, station.timing());
    Runnable watch =
        () -> {
          stream.changed();
          station.tell();
        };
    feed.watch(watch);
    LOG.info(
        "task={} xds=open envoy={} dialect={}",
        proxy.taskId(),
        feed.key().envoyVersion(),
        dialect.word());
    return new Open<>(stream, feed, station.timing().clock().instant(), watch);
  }

  private void changed() {
    Open<Q> serving = open;
    if (serving != null) {
      serving.stream().changed();
    }
  }

  private void heed(Verdict verdict) {
    if (verdict instanceof Verdict.Rejected rejected && rejected.sole()) {
      LOG.warn(
          "task={} xds=rejected type={} resource={} error=\"{}\" remedy=\"see pillion status"
              + " --server for the App Mesh object that it was made from\"",
          proxy.taskId(),
          rejected.type(),
          rejected.resources().stream().map(VersionedResource::name).toList(),
          rejected.error());
    }
    station.tell();
  }

  /// What it is served from. Only of one that [Station#add] was told of.
  Feed feed() {
    return Objects.requireNonNull(open).feed();
  }

  /// Whether it has accepted all that there is.
  boolean inSync() {
    List<TypeStatus> types = Objects.requireNonNull(open).stream().status();
    return !types.isEmpty() && types.stream().allMatch(TypeStatus::inSync);
  }

  ServedProxy stands() {
    Open<Q> serving = Objects.requireNonNull(open);
    return new ServedProxy(
        proxy.nodeId(),
        proxy.taskArn(),
        proxy.group(),
        serving.since(),
        serving.feed().key().envoyVersion(),
        dialect.word(),
        serving.feed().relay(),
        inSync() ? serving.feed().taken() : 0,
        serving.feed().source(),
        serving.stream().status());
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

  /// False if it had ended before.
  private boolean end(String reason) {
    if (ended) {
      return false;
    }
    ended = true;
    Open<Q> serving = open;
    if (serving != null) {
      serving.stream().close();
      serving.feed().unwatch(serving.watch());
      station.remove(this);
      LOG.info("task={} xds=closed reason={}", proxy.taskId(), reason);
    }
    return true;
  }
}
