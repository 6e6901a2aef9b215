package dev.pillion.xds.http;

import io.helidon.common.buffers.BufferData;
import io.helidon.http.HeaderValues;
import io.helidon.http.Headers;
import io.helidon.webserver.ConnectionContext;
import io.helidon.webserver.http1.Http1Config;
import io.helidon.webserver.http1.Http1ConnectionListener;
import io.helidon.webserver.http1.Http1ConnectionSelector;
import io.helidon.webserver.spi.ServerConnection;
import io.helidon.webserver.spi.ServerConnectionSelector;
import java.util.Set;

/// HTTP/1.1 over connections that are watched.
final class WatchedHttp1 implements ServerConnectionSelector {
  private final HttpLimits limits;
  private final Connections connections;
  private final Bodies bodies;
  private final ServerConnectionSelector http;

  WatchedHttp1(HttpLimits limits, Connections connections, Bodies bodies) {
    this.limits = limits;
    this.connections = connections;
    this.bodies = bodies;
    this.http =
        Http1ConnectionSelector.builder()
            .config(
                Http1Config.builder()
                    .maxPrologueLength(limits.sizes().requestLine())
                    .maxHeadersSize(limits.sizes().headers())
                    .addReceiveListener(new Requests())
                    .addSendListener(new Answers())
                    .build())
            .build();
  }

  @Override
  public int bytesToIdentifyConnection() {
    return http.bytesToIdentifyConnection();
  }

  @Override
  public Support supports(BufferData data) {
    return http.supports(data);
  }

  @Override
  public Set<String> supportedApplicationProtocols() {
    return http.supportedApplicationProtocols();
  }

  @Override
  public ServerConnection connection(ConnectionContext context) {
    var watched = new WatchedContext(context, new Connection(limits.times()), bodies);
    return new WatchedConnection(watched, http.connection(watched), connections);
  }

  private static final class Requests implements Http1ConnectionListener {
    @Override
    public void headers(ConnectionContext context, Headers headers) {
      // The web server itself would wait for the client to end.
      ((WatchedContext) context).headersRead(headers.containsToken(HeaderValues.CONNECTION_CLOSE));
    }
  }

  private static final class Answers implements Http1ConnectionListener {
    @Override
    public void headers(ConnectionContext context, Headers headers) {
      ((WatchedContext) context)
          .answers(
              headers.contentLength().orElse(0),
              headers.containsToken(HeaderValues.CONNECTION_CLOSE));
    }
  }
}
