package dev.pillion.xds.api;

import dev.pillion.mesh.model.MeshException;
import dev.pillion.xds.http.HttpEdge;
import dev.pillion.xds.http.HttpLimits;
import dev.pillion.xds.http.Limit;
import io.helidon.common.tls.Tls;
import io.helidon.webserver.WebServer;
import io.helidon.webserver.http.Handler;
import java.net.InetSocketAddress;
import java.util.Optional;
import java.util.function.Consumer;
import javax.net.ssl.SSLContext;

/// A web server on one address, which takes every request to one handler and is held to its limits.
record Listener(InetSocketAddress configured, WebServer server, HttpEdge edge)
    implements AutoCloseable {
  /// Where a listener is to be.
  ///
  /// @param name what messages call it
  /// @param option what gives it another address
  /// @param tls what it speaks TLS with; empty for plain HTTP
  record Place(String name, InetSocketAddress address, String option, Optional<SSLContext> tls) {}

  /// Listens.
  static Listener open(
      Place place, HttpLimits limits, HttpEdge edge, Handler handler, Consumer<Limit> refused) {
    InetSocketAddress address = place.address();
    var builder =
        WebServer.builder()
            .host(address.getHostString())
            .port(address.getPort())
            .shutdownHook(false)
            .featuresDiscoverServices(false)
            .protocolsDiscoverServices(false)
            .update(edge::applyTo)
            .directHandlers(DirectAnswers.handlers(limits.sizes(), refused))
            .routing(routing -> routing.any(handler));
    place.tls().ifPresent(context -> builder.tls(Tls.builder().sslContext(context).build()));
    WebServer server = builder.build().start();
    // The web server logs why it could not start, and does not throw.
    if (!server.isRunning()) {
      edge.stop(server);
      throw new MeshException(
          MeshException.Code.UNAVAILABLE,
          "%s address %s:%d".formatted(place.name(), address.getHostString(), address.getPort()),
          "the port is taken, or this machine has no such address",
          "free it, or give another address with " + place.option());
    }
    return new Listener(address, server, edge);
  }

  /// With the port that it got.
  InetSocketAddress address() {
    return new InetSocketAddress(configured.getHostString(), server.port());
  }

  @Override
  public void close() {
    edge.stop(server);
  }
}
