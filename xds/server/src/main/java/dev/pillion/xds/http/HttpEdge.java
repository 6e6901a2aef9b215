package dev.pillion.xds.http;

import io.helidon.common.socket.SocketOptions;
import io.helidon.webserver.ErrorHandling;
import io.helidon.webserver.WebServer;
import io.helidon.webserver.WebServerConfig;
import java.time.Duration;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Holds a web server to its limits, and ends it in good order.
public final class HttpEdge {
  private static final Logger LOG = LoggerFactory.getLogger(HttpEdge.class);

  private final HttpLimits limits;
  private final Connections connections;
  private final Bodies bodies;
  private final Places places;

  /// @param refused told of each refusal
  public HttpEdge(HttpLimits limits, Consumer<Limit> refused) {
    this.limits = limits;
    this.connections = new Connections(limits.counts().connections(), refused);
    this.bodies = new Bodies(limits.sizes());
    this.places = new Places(limits.counts(), bodies);
  }

  /// Sets what the web server itself holds to.
  public void applyTo(WebServerConfig.Builder server) {
    server
        // What is wrong with a request, for direct handlers to tell.
        .errorHandling(ErrorHandling.builder().includeEntity(true).build())
        // A large answer leaves in several writes: the later ones would wait for the client's
        // acknowledgement of the first, which it delays by 40 ms.
        .connectionOptions(SocketOptions.builder().tcpNoDelay(true).build())
        .maxPayloadSize(limits.sizes().body())
        // As many again may be on their way out, to whom the refusal is told.
        .maxTcpConnections(2 * limits.counts().connections())
        .addConnectionSelector(new WatchedHttp1(limits, connections, bodies));
  }

  /// Where requests go through.
  public Places places() {
    return places;
  }

  /// How many connections are open.
  public int connections() {
    return connections.size();
  }

  /// How many bytes of bodies are held.
  public long bodyBytes() {
    return bodies.held();
  }

  /// Answers what is being carried out, then ends connections and server.
  public void stop(WebServer server) {
    Duration limit = limits.times().stop();
    if (!places.stop(limit)) {
      LOG.warn(
          "api state=cut-off requests={} after={}; their clients may repeat them, and"
              + " PILLION_STOP_TIME gives them longer",
          places.running(),
          limit);
    }
    connections.endWaiting();
    server.stop();
    connections.close();
  }
}
