package dev.pillion.xds.ads;

import dev.pillion.delta.AdsStream;
import dev.pillion.delta.Snapshot;
import dev.pillion.delta.Timing;
import dev.pillion.mesh.model.MeshException;
import dev.pillion.mesh.model.ProxyGroup;
import dev.pillion.xds.snapshot.ProxyResources;
import io.envoyproxy.envoy.config.core.v3.Node;
import io.grpc.Status;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One call: learns from the first request who calls, then hands the requests to an [AdsStream].
/// gRPC calls its methods one at a time.
final class ProxyStream<Q, R> implements StreamObserver<Q> {
  private static final Logger LOG = LoggerFactory.getLogger(ProxyStream.class);

  private final Dialect<Q, R> dialect;
  private final Claim claim;
  private final ProxyResources resources;
  private final Proxies proxies;
  private final Timing timing;
  private final ServerCallStreamObserver<R> responses;
  private @Nullable AdsStream<Q> stream;
  private @Nullable ProxyConnection connection;
  private boolean ended;

  ProxyStream(
      Dialect<Q, R> dialect,
      Claim claim,
      ProxyResources resources,
      Proxies proxies,
      Timing timing,
      ServerCallStreamObserver<R> responses) {
    this.dialect = dialect;
    this.claim = claim;
    this.resources = resources;
    this.proxies = proxies;
    this.timing = timing;
    this.responses = responses;
    responses.setOnReadyHandler(this::ready);
    responses.setOnCancelHandler(() -> end("cancelled"));
  }

  @Override
  public void onNext(Q request) {
    if (ended) {
      return;
    }
    if (stream == null) {
      stream = connect(dialect.node().apply(request)).orElse(null);
    }
    if (stream != null) {
      stream.request(request);
    }
  }

  @Override
  public void onError(Throwable failure) {
    end(Status.fromThrowable(failure).getCode().name());
  }

  @Override
  public void onCompleted() {
    end("completed");
    responses.onCompleted();
  }

  private void ready() {
    if (stream != null) {
      stream.changed();
    }
  }

  private Optional<AdsStream<Q>> connect(Node node) {
    try {
      return Optional.of(connect(ProxyIdentity.of(claim, node)));
    } catch (MeshException e) {
      String problem = String.valueOf(e.getMessage());
      if (proxies.refuse(problem)) {
        LOG.warn("proxy=\"{}\" state=refused task={} {}", claim.node(), claim.task(), problem);
      }
      ended = true;
      responses.onError(Status.INVALID_ARGUMENT.withDescription(problem).asRuntimeException());
      return Optional.empty();
    }
  }

  private AdsStream<Q> connect(ProxyIdentity identity) {
    ProxyGroup group = identity.group();
    var verdicts = new VerdictLog(identity);
    var opened = dialect.opening().open(() -> snapshot(group), responses, verdicts::log, timing);
    var watch = resources.watch(group, opened::changed);
    connection =
        new ProxyConnection(
            identity, dialect.word(), timing.clock().instant(), opened, resources, watch);
    proxies.add(connection);
    String problem = ProxyConnection.problem(resources.of(group));
    LOG.info(
        "proxy={} state=connected task={} envoy={} dialect={}{}",
        identity.nodeId(),
        identity.task(),
        identity.envoyVersion(),
        dialect.word(),
        problem.isEmpty() ? "" : " waits=\"" + problem + '"');
    return opened;
  }

  private Optional<Snapshot> snapshot(ProxyGroup group) {
    return switch (resources.of(group)) {
      case ProxyResources.Answer.Ready(Snapshot snapshot) -> Optional.of(snapshot);
      case ProxyResources.Answer.NotYet _, ProxyResources.Answer.Unknown _ -> Optional.empty();
    };
  }

  private void end(String reason) {
    ended = true;
    if (connection != null) {
      connection.close();
      proxies.remove(connection);
      LOG.info(
          "proxy={} state=disconnected reason={} after={}",
          connection.identity().nodeId(),
          reason,
          Duration.between(connection.connected(), timing.clock().instant()));
      connection = null;
    }
  }
}
