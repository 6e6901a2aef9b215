package dev.pillion.xds.ads;

import io.envoyproxy.envoy.config.core.v3.ApiConfigSource.ApiType;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/// A real Envoy with one worker that dials a server on loopback. It is killed at close, and when
/// the JVM ends.
final class EnvoyProcess implements AutoCloseable {
  private final Path directory;
  private final Process process;
  private final Thread atExit;
  private final HttpClient client = HttpClient.newHttpClient();
  private String admin = "";

  /// Starts it and waits until its admin listener is there.
  EnvoyProcess(Path directory, String nodeId, int xdsPort) throws Exception {
    this(directory, nodeId, xdsPort, ApiType.DELTA_GRPC);
  }

  EnvoyProcess(Path directory, String nodeId, int xdsPort, ApiType api) throws Exception {
    this.directory = directory;
    Path bootstrap = directory.resolve("bootstrap.yaml");
    Files.writeString(bootstrap, bootstrap(nodeId, xdsPort, api));
    process =
        new ProcessBuilder(
                EnvoyBinary.find().toString(),
                "--config-path",
                bootstrap.toString(),
                "--admin-address-path",
                directory.resolve("admin").toString(),
                "--disable-hot-restart",
                "--concurrency",
                "1",
                "--log-level",
                "warning")
            .redirectErrorStream(true)
            .redirectOutput(directory.resolve("log").toFile())
            .start();
    atExit = new Thread(process::destroyForcibly);
    Runtime.getRuntime().addShutdownHook(atExit);
    Path address = directory.resolve("admin");
    Await.until("Envoy's admin listener", () -> Files.exists(address), this::log);
    Await.until("its address", () -> !Files.readString(address).isEmpty(), this::log);
    admin = "http://" + Files.readString(address).strip();
  }

  /// The body of an admin page.
  String admin(String path) throws IOException, InterruptedException {
    var request = HttpRequest.newBuilder(URI.create(admin + path)).build();
    return client.send(request, BodyHandlers.ofString()).body();
  }

  /// The value of a counter or gauge; 0 while Envoy has none of that name.
  long stat(String name) throws IOException, InterruptedException {
    return admin("/stats")
        .lines()
        .filter(line -> line.startsWith(name + ": "))
        .mapToLong(line -> Long.parseLong(line.substring(name.length() + 2)))
        .findFirst()
        .orElse(0);
  }

  boolean hasCluster(String name) throws IOException, InterruptedException {
    return admin("/clusters").contains(name + "::observability_name");
  }

  String log() throws IOException {
    Path log = directory.resolve("log");
    return Files.exists(log) ? Files.readString(log) : "";
  }

  @Override
  public void close() {
    process.destroyForcibly();
    try {
      process.waitFor(10, TimeUnit.SECONDS);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
    Runtime.getRuntime().removeShutdownHook(atExit);
    client.close();
  }

  private static String bootstrap(String nodeId, int xdsPort, ApiType api) {
    return """
    node:
      id: %s
      cluster: test
    admin:
      address: { socket_address: { address: 127.0.0.1, port_value: 0 } }
    dynamic_resources:
      ads_config:
        api_type: %s
        transport_api_version: V3
        set_node_on_first_message_only: true
        grpc_services:
        - envoy_grpc: { cluster_name: xds }
      cds_config: { resource_api_version: V3, initial_fetch_timeout: 0s, ads: {} }
      lds_config: { resource_api_version: V3, initial_fetch_timeout: 0s, ads: {} }
    static_resources:
      clusters:
      - name: xds
        type: STATIC
        connect_timeout: 1s
        typed_extension_protocol_options:
          envoy.extensions.upstreams.http.v3.HttpProtocolOptions:
            "@type": type.googleapis.com/envoy.extensions.upstreams.http.v3.HttpProtocolOptions
            explicit_http_config:
              http2_protocol_options:
                connection_keepalive: { interval: 30s, timeout: 5s }
        load_assignment:
          cluster_name: xds
          endpoints:
          - lb_endpoints:
            - endpoint:
                address: { socket_address: { address: 127.0.0.1, port_value: %d } }
    """
        .formatted(nodeId, api, xdsPort);
  }
}
