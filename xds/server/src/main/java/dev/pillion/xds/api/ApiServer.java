package dev.pillion.xds.api;

import dev.pillion.xds.http.HttpEdge;
import dev.pillion.xds.http.HttpLimits;
import dev.pillion.xds.http.Limit;
import dev.pillion.xds.metrics.ServerMetrics;
import dev.pillion.xds.store.MeshStore;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/// The App Mesh API over HTTP, with the pages for whoever runs the server beside it or on an
/// address of their own.
public final class ApiServer implements AutoCloseable {
  /// Enough for a few that watch the server.
  private static final HttpLimits.Counts OPERATORS = new HttpLimits.Counts(64, 16, 16);

  private final Listener api;
  private final Optional<Listener> operators;

  private ApiServer(Listener api, Optional<Listener> operators) {
    this.api = api;
    this.operators = operators;
  }

  /// Serves the store to whoever asks, as a server does that nobody measures or checks.
  ///
  /// @param port 0 for any that is free
  public static ApiServer listen(String host, int port, MeshStore store, Identity identity) {
    var config = ApiConfig.of(new InetSocketAddress(host, port), identity);
    return listen(config, store, new ServerMetrics(), List.of());
  }

  /// Serves the store.
  ///
  /// @param checks what has to be so for the server to be ready
  public static ApiServer listen(
      ApiConfig config, MeshStore store, ServerMetrics metrics, List<HealthCheck> checks) {
    Consumer<Limit> refused = limit -> metrics.refused(limit.label());
    var edge = new HttpEdge(config.limits(), refused);
    metrics.api(edge.places()::running, edge::connections, edge::bodyBytes);
    var pages = new OperatorPages(new Readiness(edge.places()::isStopping, checks), metrics);
    var requests =
        new ApiRequests(
            new ApiRequests.Door(config.access(), store, config.identity()),
            config.operators().isPresent() ? Optional.empty() : Optional.of(pages),
            edge.places(),
            metrics);
    var place = new Listener.Place("API", config.address(), "--api", config.access().tls());
    var api = Listener.open(place, config.limits(), edge, requests, refused);
    try {
      return new ApiServer(
          api, config.operators().map(address -> operators(address, config.limits(), pages)));
    } catch (RuntimeException e) {
      api.close();
      throw e;
    }
  }

  private static Listener operators(
      InetSocketAddress address, HttpLimits api, OperatorPages pages) {
    var limits = new HttpLimits(api.sizes(), api.times(), OPERATORS);
    var place =
        new Listener.Place("operators'", address, "PILLION_OPERATORS_ADDRESS", Optional.empty());
    return Listener.open(place, limits, new HttpEdge(limits, _ -> {}), pages::handle, _ -> {});
  }

  /// Where it listens, with the port that it got.
  public InetSocketAddress address() {
    return api.address();
  }

  /// Where health and metrics are, with the port that they got.
  public InetSocketAddress operatorsAddress() {
    return operators.orElse(api).address();
  }

  /// Is not ready any more at once and lets no new request in; answers those that are being carried
  /// out, within their time; then stops listening, where health and metrics are at the very last.
  @Override
  public void close() {
    api.close();
    operators.ifPresent(Listener::close);
  }
}
