package dev.pillion.xds.auth;

import dev.pillion.xds.api.Access;
import dev.pillion.xds.api.ApiConfig;
import dev.pillion.xds.api.ApiServer;
import dev.pillion.xds.api.Identity;
import dev.pillion.xds.metrics.ServerMetrics;
import dev.pillion.xds.store.MeshStore;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLContext;

/// An API server that asks for signatures, and the same behind a proxy.
final class SignedApi implements AutoCloseable {
  final TestKeys keys;
  private final MeshStore store;
  private final ApiServer server;
  private final ForwardingProxy proxy;
  private final String scheme;

  SignedApi(Path directory, Clock clock) throws IOException {
    this(directory, clock, Optional.empty());
  }

  SignedApi(Path directory, Clock clock, Optional<SSLContext> tls) throws IOException {
    this.store = MeshStore.open(directory.resolve("data"), "000000000000", clock);
    this.keys = TestKeys.in(directory);
    var _ = keys.withExample(new Role.Admin());
    var gate = new Authentication(keys.keys(), SigningScope.of("us-east-1"), clock);
    var access = new Access(gate, tls);
    var config =
        ApiConfig.of(
                new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), Identity.DEVELOPMENT)
            .with(access);
    this.server = ApiServer.listen(config, store, new ServerMetrics(), List.of());
    this.scheme = tls.isPresent() ? "https" : "http";
    this.proxy = new ForwardingProxy(server.address());
  }

  URI direct() {
    return URI.create(scheme + "://127.0.0.1:" + server.address().getPort());
  }

  URI proxied() {
    return URI.create("http://localhost:" + proxy.port());
  }

  @Override
  public void close() throws IOException {
    proxy.close();
    server.close();
    keys.close();
    store.close();
  }
}
